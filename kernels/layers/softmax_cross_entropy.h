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

struct Largest {
  float value;
  std::uint32_t at;  // ties go to the lower class
  bool finite;       // all of them are
};

// logits: [classes].
IMC_HD Largest largest_of(const float* logits, std::uint32_t classes) {
  Largest largest{logits[0], 0, abs_f(logits[0]) <= 3.4e38f};
  for (std::uint32_t n = 1; n < classes; ++n) {
    largest.finite = largest.finite && abs_f(logits[n]) <= 3.4e38f;  // false for NaN
    if (logits[n] > largest.value) {
      largest.value = logits[n];
      largest.at = n;
    }
  }
  return largest;
}

inline constexpr Score kNotFinite{false, false, static_cast<std::int32_t>(kLossCap * kLossUnit)};

// With sum = sum_n exp(z_n - z_max), over ascending n, of finite logits.
IMC_HD Score score_of(const Largest& largest, float sum, float logit, std::uint32_t label) {
  const float loss = min_f(log_pos(sum) - (logit - largest.value), kLossCap);
  return {largest.at == label, true, static_cast<std::int32_t>(round_even(loss * kLossUnit))};
}

// On the CPU ScoreKernels (score_kernels.h) gives the same.
IMC_HD Score score(const float* logits, std::uint32_t classes, std::uint32_t label) {
  const Largest largest = largest_of(logits, classes);
  if (!largest.finite) return kNotFinite;
  float sum = 0.0f;
  for (std::uint32_t n = 0; n < classes; ++n) sum += exp_f(logits[n] - largest.value);
  return score_of(largest, sum, logits[label], label);
}

}  // namespace imcbench
