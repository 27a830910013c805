// SPDX-License-Identifier: Apache-2.0
// Rare failures of one network: pilot levels move the draws of the factors towards failing chips
// (cross entropy), a trial run says whether the moved proposal will do, and a final run gives the
// estimate (analysis/statistics/importance.h) with the interval of weighted_counts.h. Where the
// first pilot sees failures enough, nothing is moved and the final run is a plain count.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/importance.h"
#include "suites/experiments/studies/rare_failure_chips.h"

namespace imcbench {

inline constexpr double kEliteShare = 0.1;  // of a pilot's chips, the worst ones

// The decision to estimate is made on a trial run of its own: the effective sample size of its
// failures, scaled to the planned chips, must reach kExpectedEffectiveSamples. Deciding on the
// final run would keep those runs that happened to miss the heavy weights, whose estimates are too
// low. Only a final run that fell far short of the trial is refused afterwards.
inline constexpr double kExpectedEffectiveSamples = 50;
inline constexpr double kFewestEffectiveSamples = 10;

struct BruteForce {
  std::uint64_t chips, failures;
  Estimate probability;  // Clopper-Pearson
};

struct RareFailureOutcome {
  std::string reason;         // why there is no estimate; empty when there is one
  std::vector<double> shift;  // [factors], of the last proposal, in standard deviations
  std::uint64_t pilot_chips = 0;
  std::optional<RareFailureEstimate> estimate;  // nothing when no final run was made
  std::optional<BruteForce> brute_force;
};

// `network`: model and optimization. Nothing when interrupted.
std::optional<RareFailureOutcome> run_rare_failure(const RareFailureSettings& settings,
                                                   const ScenarioPoint& network, std::uint64_t seed,
                                                   TrialSource& source);

}  // namespace imcbench
