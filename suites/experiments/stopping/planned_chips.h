// SPDX-License-Identifier: Apache-2.0
// As many chips as a pilot found necessary. Not in the list: a [stopping.pilot] table makes it.
#pragma once

#include "suites/experiments/stopping.h"

namespace imcbench {

class PlannedChips final : public StoppingRule {
 public:
  // `population`: samples of the whole split; `plan`: what the pilot chose, one line.
  PlannedChips(const PilotSettings& pilot, std::uint64_t population, std::string plan)
      : pilot_(pilot), population_(population), plan_(std::move(plan)) {}
  std::string text() const override { return plan_; }
  std::vector<std::uint32_t> looks(std::uint32_t cap) const override { return {cap}; }
  std::optional<std::string> reason_to_stop(const ScenarioRecord&, const Trials&,
                                            double) const override {
    return std::nullopt;
  }
  std::string reason_at_cap(const ScenarioRecord& record, const Trials& trials) const override;

 private:
  PilotSettings pilot_;
  std::uint64_t population_;
  std::string plan_;
};

}  // namespace imcbench
