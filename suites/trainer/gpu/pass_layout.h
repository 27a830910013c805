// SPDX-License-Identifier: Apache-2.0
// The device memory of a pass (pass.h), planned before work starts: one function measures and lays
// out. B: samples of the largest mini-batch, in slices of kSliceSamples.
#pragma once

#include <span>
#include <vector>

#include "kernels/layers/digital_kernels.h"
#include "kernels/network/gpu_rows.h"
#include "suites/trainer/gpu/input_sums.h"
#include "suites/trainer/gradient_plan.h"
#include "suites/trainer/product_hardware.h"

namespace imcbench {

// Of a product whose devices fluctuate from read to read; see suites/trainer/product_hardware.h.
struct GpuVarianceBuffers {
  float *variance, *by_weight, *by_log_rho, *by_log_scale;  // [K][ld]
  float* turned;                                            // [N][K] of the variance
  float *deviation, *xi;                                    // [T][B][P][N]
  double* sums;                                             // [slices][2][N]
};

struct GpuProductBuffers {
  std::int32_t *row_base, *k_offset;         // [P], [K]
  std::int32_t *share_first, *share_entry;   // [in.size() + 1], [P K]: see CollectShares
  float *weight, *bias, *turned;             // [K][ld], [N], [N][K]
  float* on_tiles;                           // [K][ld] weights of the hardware, or null
  std::vector<float*> tile_scale, tile_phi;  // [tile]: [N], [K of the tile]
  GpuInputSums* sums;                        // [slices], or null
  GpuVarianceBuffers variance;               // or nulls
};

// Of all T steps, [T][B] first; those without a step are of one.
struct GpuRecurrentBuffers {
  float *in[2], *out[2], *dout[2];  // [K], [N] of every product
  float *h, *c;                     // [T + 1]: [H], [U]
  float *dh, *dc, *dm, *din;        // of one step
};

struct GpuLayerBuffers {
  float* y;           // [B][out.size()]
  float* parameters;  // of digital layers, peepholes, batch_norm; or null
  std::vector<GpuProductBuffers> products;
  GpuRecurrentBuffers recurrent;
  float *mean, *variance, *inverse;  // of batch_norm: [slices][C]
};

struct GpuPassBuffers {
  std::vector<GpuLayerBuffers> layers;
  std::vector<float*> gradients;  // as GradientPlan says: [B][largest activation]
  float* share;                   // one more
  float* frames;                  // padded or clipped inputs of a product
  float* x_hat;                   // converted ones
  float* gathered;                // [gathered_samples][P][K]
  float* attention;               // [2][B][heads][T][T]
  float* row_shares;              // [rows][parameters] of layers of rows
  float *squares, *q;             // of all calls of a product that fluctuates: inputs, outputs
  float *dvariance, *dsquares;    // [slices][K][ld], [B][in.size()]
  float* partial;                 // [slices][blocks][2][C] of batch_norm
  GpuRowBuffers rows;
  std::uint32_t* step;            // [1]: the chip whose draws the hardware's noise takes
};

class GpuPassLayout {
 public:
  GpuPassLayout(const Network& network, std::uint32_t max_samples,
                std::span<const ProductHardware> hardware, Passes passes);

  // Pointers into `base`, or with a null base only `bytes`.
  GpuPassBuffers lay_out(std::byte* base, std::size_t& bytes) const;
  std::size_t bytes() const;

  const GradientPlan& gradients() const { return gradients_; }
  // Samples whose gathered gradients are computed at a time.
  std::uint32_t gathered_samples(const ProductGeometry& geometry) const;

 private:
  struct Sizes;
  Sizes shared_sizes() const;
  GpuProductBuffers product(class Carver& carver, const ProductGeometry& geometry,
                            const ProductHardware* hardware, std::size_t steps) const;
  GpuRecurrentBuffers recurrent(class Carver& carver, const RecurrentLayer& layer) const;

  const Network& network_;
  std::uint32_t samples_;
  std::span<const ProductHardware> hardware_;
  bool backward_;
  GradientPlan gradients_;
};

}  // namespace imcbench
