// SPDX-License-Identifier: Apache-2.0
// Forward and backward of a product layer (linear, conv2d) over a slice of samples.
//
// Letters: S samples, P positions, K inputs, N outputs. With X the zero-padded inputs and
// at(r, k) = row_base[r] + k_offset[k], rows r running over samples and positions,
//
//   Y[r][n]        = bias[n] + sum_k X[at(r, k)] W[k][n]
//   dW[k][n]       = sum_r X[at(r, k)] dY[r][n]     the same product, offset tables swapped
//   dbias[n]       = sum_r dY[r][n]
//   dX[at(r, k)]  += sum_n dY[r][n] W[k][n]         over ascending r
//
// Every sum runs in one fixed order (kernels/core/gemm.h), so the results depend on the slice and
// on nothing else. No two k share an offset, so an input gets at most one term from every r: the
// order of k inside a row is free, and ascending offsets make the additions contiguous.
#pragma once

#include <memory>
#include <vector>

#include "kernels/core/gemm.h"
#include "kernels/layers/product_layer.h"
#include "suites/trainer/fluctuation_pass.h"
#include "suites/trainer/hardware_pass.h"

namespace imcbench {

class ProductPass {
 public:
  // With `hardware`, products are what it says and inputs are clipped to its range; gradients are
  // exact for the clipped inputs.
  ProductPass(const ProductGeometry& geometry, std::uint32_t max_samples, Isa isa,
              const ProductHardware* hardware = nullptr);
  ~ProductPass();

  // On hardware, before the passes of a slice, and what its inputs were after them.
  void begin(std::uint32_t first_sample);
  InputSums input_sums() const;

  // x: [S][in.size()], y: [S][P][N].
  void forward(const ProductLayer& layer, const float* x, std::uint32_t samples, float* y);

  // dy: [S][P][N]; overwrites dweight [K][ld], whose padding is not touched, and dbias [N].
  void backward_weights(const float* x, const float* dy, std::uint32_t samples, float* dweight,
                        float* dbias);
  // x as in forward(), the last call first. Overwrites dx: [S][in.size()].
  void backward_input(const BackwardWeights& weights, const float* x, const float* dy,
                      std::uint32_t samples, float* dx);

 private:
  struct Run {  // consecutive offsets, at consecutive places of BackwardWeights::order
    std::uint32_t offset, first, count;
  };
  // What the product reads: x, clipped on hardware; then in its padded frames.
  const float* clipped(const float* x, std::uint32_t samples) {
    return hardware_ ? hardware_->clip(x, samples) : x;
  }
  const float* frames(const float* x, std::uint32_t samples);
  void mean_forward(const ProductLayer& layer, const float* x, std::uint32_t samples, float* y);
  void exact_backward_input(const BackwardWeights& weights, const float* dy, std::uint32_t samples,
                            float* dx);
  const float* panel(const float* dy, std::uint32_t rows);
  void scatter(std::uint32_t first, std::uint32_t rows, float* dframe) const;
  void crop(const float* frame, float* dx) const;

  const ProductGeometry& geometry_;
  const GemmKernels& gemm_;
  std::vector<std::int32_t> sample_rows_;  // [S * P] into the frames of all samples
  std::vector<std::int32_t> dy_rows_;      // [S * P] into dy
  std::vector<std::int32_t> dy_columns_;   // [N]
  std::vector<Run> runs_;
  std::vector<float> frames_;  // [S][padded().size()], used when pad > 0
  std::vector<float> panel_;   // [S * P][padded_columns(N)], used when N needs padding
  std::uint32_t block_rows_;     // positions whose dcolumns are computed at a time
  std::vector<float> dcolumns_;  // [block_rows][padded_columns(K)]
  std::vector<float> dframe_;    // [padded().size()], used when pad > 0
  std::unique_ptr<HardwarePass> hardware_;
  std::unique_ptr<FluctuationPass> fluctuation_;
};

}  // namespace imcbench
