// SPDX-License-Identifier: Apache-2.0
// Losses and their gradients on the CPU, for many classes at a time. Sums run over ascending
// classes, as in softmax_cross_entropy.h; every array is [classes].
#pragma once

#include "kernels/core/isa.h"
#include "kernels/layers/softmax_cross_entropy.h"

namespace imcbench {

// gradient[n] = fma(share, softmax(a / T)[n] - softmax(b / T)[n], keep * gradient[n])
struct SoftmaxDifference {
  const float *a, *b;
  std::uint32_t classes;
  float per_temperature, share, keep;
  float* gradient;
};

struct ScoreKernels {
  Score (*score)(const float* logits, std::uint32_t classes, std::uint32_t label);
  // d loss / d logits = softmax - one_hot(label)
  void (*gradient)(const float* logits, std::uint32_t classes, std::uint32_t label,
                   float* gradient);
  void (*add_difference)(const SoftmaxDifference& job);
};

const ScoreKernels& score_kernels(Isa isa = active_isa());

}  // namespace imcbench
