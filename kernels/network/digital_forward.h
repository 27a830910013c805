// SPDX-License-Identifier: Apache-2.0
// The network in floating point: no chip, no noise. Also the limit that noisy passes are timed
// against.
#pragma once

#include <functional>
#include <vector>

#include "kernels/layers/digital_kernels.h"
#include "kernels/layers/recurrent_step.h"
#include "kernels/network/network.h"

namespace imcbench {

class DigitalForward {
 public:
  // Works on up to `max_samples` samples at a time, on the calling thread.
  DigitalForward(const Network& network, std::uint32_t max_samples, Isa isa = active_isa());

  // Called with (layer index, its input [samples][in.size()], its output [samples][out.size()])
  // after each layer.
  using Probe = std::function<void(std::size_t, const float*, const float*)>;

  // Called with (layer index, product of the layer, its inputs [samples][geometry.in.size()]) before
  // each product: at every step, in a recurrent layer.
  using ProductProbe = std::function<void(std::size_t, std::size_t, const float*)>;

  // x: [samples][input.size()]. The result, [samples][classes], is valid until the next run.
  const float* run(const float* x, std::uint32_t samples, const Probe& probe = {},
                   const ProductProbe& product_probe = {});

 private:
  void run_product(const ProductLayer& layer, const float* x, float* y, std::uint32_t samples);

  const Network& network_;
  std::uint32_t max_samples_;
  const GemmKernels& gemm_;
  const DigitalKernels& digital_;
  DigitalWorkspace workspace_;
  RecurrentLoop recurrent_;
  BufferPlan plan_;
  std::vector<std::vector<float>> buffers_;
  std::vector<const float*> tensors_;  // [tensor] of this run
  std::vector<float> frame_;
  std::vector<std::int32_t> sample_base_;
};

// y[r][n] += bias[n].
void add_bias(const std::vector<float>& bias, std::size_t rows, float* y);

}  // namespace imcbench
