// SPDX-License-Identifier: Apache-2.0
// A product on hardware over a slice of samples: the parts of ProductPass that differ from exact.
#pragma once

#include "kernels/layers/product_layer.h"
#include "suites/trainer/product_hardware.h"

namespace imcbench {

class HardwarePass {
 public:
  // Keeps references to both.
  HardwarePass(const ProductHardware& hardware, const ProductGeometry& geometry,
               std::uint32_t max_samples, Isa isa);

  // Before the passes of a slice whose first sample is number `first_sample` of the mini-batch.
  void begin(std::uint32_t first_sample);
  const InputSums& sums() const { return sums_; }

  // x [S][in.size()] clipped to the input range; x itself while there is none.
  const float* clip(const float* x, std::uint32_t samples);
  bool on_tiles() const { return hardware_.on_tiles(); }
  // Counts inputs x, and makes y [S][P][N] from their frames [S][padded().size()].
  void count(const float* x, std::uint32_t samples);
  void forward(const float* frames, const std::vector<float>& bias, std::uint32_t samples,
               float* y);
  // Collects what clipped inputs x say of the range, and zeroes their derivatives in dx.
  void clip_gradient(const float* x, std::uint32_t samples, float* dx);

 private:
  const ProductHardware& hardware_;
  const ProductGeometry& geometry_;
  const TileKernels& kernels_;
  std::uint32_t first_sample_ = 0, calls_ = 0;
  InputSums sums_;
  std::vector<float> clipped_;           // [S][in.size()]
  std::vector<float> x_hat_, x_square_;  // [S][padded().size()]
};

}  // namespace imcbench
