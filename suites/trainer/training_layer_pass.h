// SPDX-License-Identifier: Apache-2.0
// Forward and backward of batch_norm and dropout over a slice of samples.
//
// Element s * size + i of a slice (sample s of the slice, i in its map) is dropped by the draw
//
//   stream "train/dropout/<layer>", read step, slot slice, element s * size + i
//
// of a uniform number, when that lies below the rate.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kernels/core/draws.h"
#include "kernels/layers/batch_norm.h"
#include "suites/trainer/parameters.h"

namespace imcbench {

// Which slice of which step, counted over the whole training.
struct SliceAddress {
  std::uint32_t step = 0, slice = 0;
};

class NormPass {
 public:
  NormPass(const Layer& layer, Isa isa);
  // x, y: [rows][C].
  void forward(const Layer& layer, const float* x, std::size_t rows, float* y);
  // Overwrites dparameters (dgamma, dbeta), statistics [2][C], and dx unless it is null.
  void backward(const Layer& layer, const float* x, const float* dy, std::size_t rows,
                float* dparameters, float* statistics, float* dx);

 private:
  const BatchNormKernels& kernels_;
  BatchNormState state_;
};

class DropoutPass {
 public:
  DropoutPass(const Layer& layer, std::uint32_t max_samples, std::uint64_t seed, Isa isa);
  // x, y: [count].
  void forward(const float* x, std::size_t count, SliceAddress at, float* y);
  void backward(const float* dy, std::size_t count, float* dx) const;

 private:
  float rate_;
  PhiloxKey stream_;
  const DrawKernels& draws_;
  std::vector<float> factors_;  // [max_samples * size]: 0 or 1 / (1 - rate)
};

}  // namespace imcbench
