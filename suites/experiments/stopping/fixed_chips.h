// SPDX-License-Identifier: Apache-2.0
// As many chips as the suite says.
#pragma once

#include "suites/experiments/stopping/rule.h"

namespace imcbench {

class FixedChips final : public StoppingRule {
 public:
  std::string text() const override { return "fixed number of chips"; }
  std::vector<std::uint32_t> looks(std::uint32_t cap) const override { return {cap}; }
  std::optional<std::string> reason_to_stop(const ScenarioRecord&, const Trials&,
                                            double) const override {
    return std::nullopt;
  }
  // Without the number: the parts of a run say the same as the whole.
  std::string reason_at_cap(const ScenarioRecord&, const Trials&) const override {
    return "all planned chips are there";
  }
  bool fixed() const override { return true; }
};

inline constexpr StoppingRuleRecord kFixedChips{
    "fixed_chips", "As many chips as chips.count says.",
    [](TomlTable&) -> std::unique_ptr<const StoppingRule> {
      return std::make_unique<FixedChips>();
    }};

}  // namespace imcbench
