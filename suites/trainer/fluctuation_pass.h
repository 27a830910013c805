// SPDX-License-Identifier: Apache-2.0
// Devices that are in fresh states at every read, over a slice of samples: what they add to the
// outputs and gradients of a product. By their moments, as on a chip with rtn_moments: with V and
// its derivatives from ReadVariance, xi standard normal, r rows and the letters of product_pass.h,
//
//   s2[r][n]       = sum_k x[at(r, k)]^2 V[k][n]
//   y[r][n]       += sqrt(s2) xi[r][n]
//   q[r][n]        = dy[r][n] xi / (2 sqrt(s2))         d loss / d s2; 0 where s2 is
//   dV[k][n]       = sum_r x[at(r, k)]^2 q[r][n]
//   dx[at(r, k)]  += 2 x[at(r, k)] sum_n V[k][n] q[r][n]
//
// Draws: stream ReadVariance::draws, chip step, read call * kReadsPerCall + place in the
// mini-batch, element position * N + n. Calls count from 0 in every slice.
#pragma once

#include <memory>

#include "kernels/core/draws.h"
#include "suites/trainer/product_hardware.h"

namespace imcbench {

class ProductPass;

class FluctuationPass {
 public:
  // Keeps references to both; the hardware has a variance.
  FluctuationPass(const ProductHardware& hardware, const ProductGeometry& geometry,
                  std::uint32_t max_samples, Isa isa);
  ~FluctuationPass();

  void begin(std::uint32_t first_sample);
  // One call. x: [S][in.size()], y: [S][P][N].
  void add(const float* x, std::uint32_t samples, float* y);
  // Of all calls since begin(), their x and dy one behind the other. dweight: [K][ld].
  void add_weight_gradient(const float* x, const float* dy, std::uint32_t samples, float* dweight);
  // Of the last call; called again, of the one before. dx: [S][in.size()].
  void add_input_gradient(const float* x, const float* dy, std::uint32_t samples, float* dx);
  // After add_weight_gradient().
  const FluctuationGradients& gradients() const { return gradients_; }

 private:
  std::size_t outputs_of(std::uint32_t samples) const {
    return std::size_t{samples} * geometry_.positions * geometry_.outputs;
  }
  const float* squares(const float* x, std::uint32_t samples);
  void draw(std::uint32_t samples, float* xi);
  // q of the outputs from `first_sample` on.
  const float* variance_gradient(const float* dy, std::uint32_t first_sample,
                                 std::uint32_t samples);

  const ProductHardware& hardware_;
  const ReadVariance& variance_;
  const ProductGeometry& geometry_;
  const DrawKernels& draws_;
  std::unique_ptr<ProductPass> of_squares_;
  std::uint32_t first_sample_ = 0, calls_ = 0;
  std::uint32_t samples_ = 0;   // of all calls
  std::uint32_t backward_ = 0;  // those before the calls whose input gradient was added
  std::vector<float> deviation_, xi_, q_;  // [S][P][N]
  std::vector<float> squares_, dsquares_;  // [S][in.size()]
  std::vector<float> drawn_;               // [P][N], whole groups of draws
  std::vector<float> dvariance_, unused_;  // [K][ld], [N]
  FluctuationGradients gradients_;
};

}  // namespace imcbench
