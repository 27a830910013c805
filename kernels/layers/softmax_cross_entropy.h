// SPDX-License-Identifier: Apache-2.0
// Scores of one sample: the predicted class, and the cross-entropy of the softmax,
//     loss = ln sum_n exp(z_n - z_max) - (z_label - z_max)   [nat].
#pragma once

#include <cstdint>

#include "kernels/core/math.h"

namespace imcbench {

// Losses are summed as integers in units of 2^-24 nat, so that any order gives the same sum.
inline constexpr float kLossUnit = 0x1p24f;
// A loss is capped here (it is 87 nat where exp underflows), so that one sample fits an int32.
inline constexpr float kLossCap = 100.0f;

struct Score {
  bool correct;
  bool finite;            // false: some output was infinite or NaN; then correct is false
  std::int32_t loss_q24;  // kLossCap when not finite
};

// logits: [classes]. Ties go to the lower class.
IMC_HD Score score(const float* logits, std::uint32_t classes, std::uint32_t label) {
  float largest = logits[0];
  std::uint32_t best = 0;
  bool finite = abs_f(logits[0]) <= 3.4e38f;
  for (std::uint32_t n = 1; n < classes; ++n) {
    finite = finite && abs_f(logits[n]) <= 3.4e38f;  // false for NaN
    if (logits[n] > largest) {
      largest = logits[n];
      best = n;
    }
  }
  if (!finite) return {false, false, static_cast<std::int32_t>(kLossCap * kLossUnit)};
  float sum = 0.0f;
  for (std::uint32_t n = 0; n < classes; ++n) sum += exp_f(logits[n] - largest);
  const float loss = min_f(log_pos(sum) - (logits[label] - largest), kLossCap);
  return {best == label, true, static_cast<std::int32_t>(round_even(loss * kLossUnit))};
}

// d loss / d logits = softmax - one_hot(label), into gradient [classes].
IMC_HD void score_gradient(const float* logits, std::uint32_t classes, std::uint32_t label,
                           float* gradient) {
  float largest = logits[0];
  for (std::uint32_t n = 1; n < classes; ++n) largest = max_f(logits[n], largest);
  float sum = 0.0f;
  for (std::uint32_t n = 0; n < classes; ++n) {
    gradient[n] = exp_f(logits[n] - largest);
    sum += gradient[n];
  }
  for (std::uint32_t n = 0; n < classes; ++n) {
    gradient[n] = gradient[n] / sum - (n == label ? 1.0f : 0.0f);
  }
}

}  // namespace imcbench
