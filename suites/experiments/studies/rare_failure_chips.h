// SPDX-License-Identifier: Apache-2.0
// Chips of a rare-failure study, drawn from a proposal. Weights follow from the chips' factor
// draws, which are made again from their addresses: nothing but accuracies is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/statistics/importance.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

struct RareFailureSettings {
  double time_s, accuracy_target;
  std::uint32_t chips, pilot_chips, max_levels;
  double nominal_share;
  std::uint32_t brute_force_chips;  // 0: no brute force
  std::vector<Factor> factors;
};

// Rows of the final run, of the brute-force count and of the pilot levels (the last one is the
// trial) do not overlap: they are independent.
inline constexpr std::uint32_t kMostFinalChips = 1u << 22;
inline constexpr std::uint32_t kBruteForceRow = kMostFinalChips;
inline constexpr std::uint32_t kMostBruteForceChips = 1u << 22;
inline constexpr std::uint32_t kPilotRow = kBruteForceRow + kMostBruteForceChips;
inline constexpr std::uint32_t kMostPilotChips = 1u << 18;  // of one level
inline constexpr std::uint32_t kMostLevels = 16;
static_assert(kPilotRow + (kMostLevels + 1) * kMostPilotChips <= kDesignRows);

struct RareFailureDraws {
  std::vector<double> z;             // [chips][factors]
  std::vector<double> weights;       // [chips]
  std::vector<double> correct;       // [chips], samples
  std::vector<std::uint8_t> failed;  // [chips], 0 or 1
  double threshold = 0;              // fewer correct samples are a failure
  std::uint32_t samples = 0;

  std::vector<double> weights_of_failures() const;
};

class RareFailureChips {
 public:
  // `network`: model and optimization. All must outlive this.
  RareFailureChips(const RareFailureSettings& settings, const ScenarioPoint& network,
                   std::uint64_t seed, TrialSource& source)
      : settings_(settings), network_(network), seed_(seed), source_(source) {}

  // Rows first, first + 1, ... of the proposal. Nothing when interrupted.
  std::optional<RareFailureDraws> draw(const NormalProposal& proposal, std::uint32_t first,
                                       std::uint32_t count) const;

 private:
  ScenarioPoint point_of(const NormalProposal& proposal) const;

  const RareFailureSettings& settings_;
  const ScenarioPoint& network_;
  std::uint64_t seed_;
  TrialSource& source_;
};

}  // namespace imcbench
