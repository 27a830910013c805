// SPDX-License-Identifier: Apache-2.0
// [stopping] of a suite file: the rule, the cap over all scenarios, and the pilot that chooses the
// number of test samples.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "suites/config/toml_reader.h"
#include "suites/experiments/stopping/rule.h"

namespace imcbench {

// What the pilot is to choose for: see analysis/statistics/two_components.h.
struct PilotSettings {
  double half_width = 0;
  double level = 0.95;
  bool new_samples = true;          // the interval is to hold for new test samples too
  std::uint32_t chips = 32;         // of the pilot
  std::uint32_t max_samples = 0;    // 0: the whole split
  double program_cost_samples = 8;  // what programming a chip costs, in samples
};

struct Stopping {
  std::shared_ptr<const StoppingRule> rule;
  std::uint64_t max_total_chips = 0;   // over all scenarios of the sweep; 0: no cap
  std::optional<PilotSettings> pilot;  // chips and samples come from it
};

// An empty table gives the fixed number of chips.
Stopping read_stopping(TomlTable table);

}  // namespace imcbench
