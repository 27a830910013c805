// SPDX-License-Identifier: Apache-2.0
// Rare failures of one network: pilot levels move the draws of the factors towards failing chips
// (cross entropy), then a final run from the moved proposal gives the estimate
// (analysis/statistics/importance.h). Weights follow from the chips' factor draws, which are made
// again: nothing but accuracies is stored.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/importance.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

// Rows of the final run, of the brute-force count and of the pilot levels do not overlap: they are
// independent.
inline constexpr std::uint32_t kMostFinalChips = 1u << 22;
inline constexpr std::uint32_t kBruteForceRow = kMostFinalChips;
inline constexpr std::uint32_t kMostBruteForceChips = 1u << 22;
inline constexpr std::uint32_t kPilotRow = kBruteForceRow + kMostBruteForceChips;
inline constexpr std::uint32_t kMostPilotChips = 1u << 18;  // of one level
inline constexpr std::uint32_t kMostLevels = 16;
static_assert(kPilotRow + kMostLevels * kMostPilotChips <= kDesignRows);

inline constexpr double kEliteShare = 0.1;  // of a pilot's chips, the worst ones

struct RareFailureSettings {
  double time_s, accuracy_target;
  std::uint32_t chips, pilot_chips, max_levels;
  double nominal_share;
  std::uint32_t brute_force_chips;  // 0: no brute force
  std::vector<Factor> factors;
};

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
