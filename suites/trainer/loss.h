// SPDX-License-Identifier: Apache-2.0
// The loss that is trained: softmax cross-entropy against smoothed labels,
//
//     target[n]       = (1 - smoothing) * [n == label] + smoothing / classes
//     loss            = - sum_n target[n] ln softmax(z)[n]
//     d loss / d z[n] = softmax(z)[n] - target[n]
//
// Losses that are reported are without smoothing: score() of the kernels.
#pragma once

#include "kernels/layers/score_kernels.h"

namespace imcbench {

// gradient[n] = scale * d loss / d logits[n]; both [classes].
inline void loss_gradient(const ScoreKernels& kernels, const float* logits, std::uint32_t classes,
                          std::uint32_t label, float smoothing, float scale, float* gradient) {
  kernels.gradient(logits, classes, label, gradient);  // softmax - [n == label]
  const float uniform = smoothing / static_cast<float>(classes);
  for (std::uint32_t n = 0; n < classes; ++n) {
    const float back = n == label ? smoothing : 0.0f;
    gradient[n] = scale * (gradient[n] + (back - uniform));
  }
}

}  // namespace imcbench
