// SPDX-License-Identifier: Apache-2.0
// Runs the sweep of a suite: every point until its stopping rule is content. Scenarios advance side
// by side, look by look.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suites/experiments/trial_source.h"

namespace imcbench {

// Chips first .. last - 1.
struct ChipRange {
  std::uint32_t first, last;
};

// False when interrupted. `chips` is the whole of chips.count but for a shard.
bool run_sweep(const Suite& suite, const std::vector<ScenarioPoint>& points, ChipRange chips,
               TrialSource& source);

}  // namespace imcbench
