// SPDX-License-Identifier: Apache-2.0
// How many test samples per chip, and how many chips, reach a half-width at least cost.
//
// Programming a chip costs as much as P forward passes of a sample, so C chips of S samples cost
// C (P + S). With the variance components of a pilot, the variance of the mean accuracy is
//
//   these samples   (s2_chip + s2_residual / S) / C
//   new samples     (s2_chip + s2_residual / S) / C + f s2_sample / S,   f = 1 - S / population
//
// and the half-width is predicted as z(1 - alpha/2) sqrt(variance). The least cost over all whole C
// and S is found exactly: for each S the least C follows in closed form. The prediction is as good
// as the pilot: the normal quantile has no allowance for the error of its components.
#pragma once

#include <cstdint>

#include "analysis/statistics/two_components.h"

namespace imcbench {

enum class SampleInference { these_samples, new_samples };

struct SamplePlanRequest {
  double target_half_width = 0;  // of the mean accuracy, as a fraction of 1
  double level = kDefaultLevel;
  double cost_program_samples = 0;  // P
  std::uint32_t max_samples = 0;
  std::uint32_t max_chips = 0;
  std::uint32_t min_chips = 2;  // a Student interval over very few chips is wider than predicted
  SampleInference inference = SampleInference::new_samples;
  std::uint64_t population = 0;  // samples in the split they are drawn from; 0: endless
};

struct SamplePlan {
  std::uint32_t samples, chips;
  double predicted_half_width;
  double cost;     // C (P + S), in forward passes of a sample
  bool reachable;  // false: not even max_samples on max_chips is enough; the plan is that maximum
};

// The variance of the mean accuracy that the components predict for C chips and S samples.
double predicted_variance(const VarianceComponents& components, std::uint64_t chips,
                          std::uint64_t samples, SampleInference inference,
                          std::uint64_t population = 0);

// At least min_chips chips and 2 samples. Of equal costs the plan with the fewest samples (the most chips).
SamplePlan plan_samples(const VarianceComponents& components, const SamplePlanRequest& request);

}  // namespace imcbench
