// SPDX-License-Identifier: Apache-2.0
// One step of a recurrent layer over a block of samples, and the loop over all steps. Products are
// the caller's: in floating point, on tiles, or kept for a backward pass.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "kernels/layers/recurrent.h"
#include "kernels/layers/recurrent_kernels.h"

namespace imcbench {

// Where a step reads and writes; S samples, letters as in recurrent.h.
struct RecurrentStep {
  std::uint32_t samples;
  const float* x;  // of sample s at s * x_stride: [F]
  std::size_t x_stride;
  const float* h_before;  // [S][H]
  const float* c_before;  // [S][U], of an lstm
  // Inputs [S][K] of the products: [x; h] and m with a projection; [x; h] and [x; r h].
  float* in[2];
  // Outputs [S][N] of the products, as activations afterwards: the gates; a gru's candidate.
  float* out[2];
  float* c;  // [S][U], of an lstm; may be c_before
  float* h;  // [S][H], may be h_before
};

// product(p, x [S][K], y [S][N]): y = W x + b of product p.
using StepProduct = std::function<void(std::size_t product, const float* x, float* y)>;

void recurrent_step(const RecurrentLayer& layer, const RecurrentKernels& kernels,
                    const RecurrentStep& step, const StepProduct& product);

// Floats that a step needs for one sample, the largest over some layers: names as in RecurrentStep.
struct RecurrentFloats {
  std::size_t in[2] = {}, out[2] = {}, c = 0, h = 0;

  explicit RecurrentFloats(std::span<const RecurrentLayer* const> layers);
  std::size_t sum() const { return in[0] + in[1] + out[0] + out[1] + c + h; }
};

// All steps from states of zero, for the layers of a network in turn.
class RecurrentLoop {
 public:
  RecurrentLoop(std::span<const RecurrentLayer* const> layers, std::uint32_t max_samples, Isa isa);

  // As StepProduct, with the step.
  using Product =
      std::function<void(std::size_t product, std::uint32_t step, const float* x, float* y)>;

  // x: [S][T][F], y: [S][T][H].
  void run(const RecurrentLayer& layer, const float* x, float* y, std::uint32_t samples,
           const Product& product);

 private:
  const RecurrentKernels& kernels_;
  std::uint32_t max_samples_;
  std::vector<float> in_[2], out_[2], c_, h_;
};

}  // namespace imcbench
