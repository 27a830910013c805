// SPDX-License-Identifier: Apache-2.0
// A pilot: a few chips on the suite's samples, from which the number of samples per chip and of
// chips follows that reaches a half-width at least cost. Its chips are not those of the run, so the
// final intervals know nothing of it.
#pragma once

#include <optional>

#include "analysis/statistics/sample_plan.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

// Pilot chips are numbered from here.
inline constexpr std::uint32_t kFirstPilotChip = 0x80000000u;

struct PilotOutcome {
  SamplePlan plan;
  std::string text;  // what was chosen, and from what: one line
};

// The plan for the point and time that need most. Nothing when interrupted.
std::optional<PilotOutcome> run_pilot(const Suite& suite, const std::vector<ScenarioPoint>& points,
                                      std::uint32_t split_samples, TrialSource& source);

}  // namespace imcbench
