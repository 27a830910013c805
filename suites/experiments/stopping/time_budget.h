// SPDX-License-Identifier: Apache-2.0
// Until the time is used up. The chips that were run are what they would be in any run; only how
// many there are depends on the machine.
#pragma once

#include <fmt/format.h>

#include "suites/experiments/stopping/rule.h"

namespace imcbench {

class TimeBudget final : public StoppingRule {
 public:
  explicit TimeBudget(double seconds) : seconds_(seconds) {}
  std::string text() const override { return fmt::format("time budget {} s", seconds_); }
  std::vector<std::uint32_t> looks(std::uint32_t cap) const override { return growing_looks(cap); }
  std::optional<std::string> reason_to_stop(const ScenarioRecord&, const Trials& trials,
                                            double elapsed_s) const override {
    if (elapsed_s < seconds_) return std::nullopt;
    return fmt::format("time budget of {} s used up after {} chips", seconds_, trials.chip.size());
  }
  std::string reason_at_cap(const ScenarioRecord&, const Trials& trials) const override {
    return fmt::format("reached {} chips, the cap, within the time budget", trials.chip.size());
  }

 private:
  double seconds_;
};

inline constexpr StoppingRuleRecord kTimeBudget{
    "time_budget", "Rounds of chips over all scenarios until time_budget_s is used up.",
    [](TomlTable& table) -> std::unique_ptr<const StoppingRule> {
      return std::make_unique<TimeBudget>(table.real("time_budget_s", 1.0, 1e9));
    }};

}  // namespace imcbench
