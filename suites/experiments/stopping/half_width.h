// SPDX-License-Identifier: Apache-2.0
// Until the mean accuracy is known to a half-width at every evaluation time. Looking again and
// again would bias an ordinary interval, so the half-width is that of a confidence sequence, which
// holds at all looks together (analysis/statistics/confidence_sequence.h).
#pragma once

#include "suites/experiments/stopping/rule.h"

namespace imcbench {

enum class SequenceKind { normal_mixture, betting };

class HalfWidth final : public StoppingRule {
 public:
  HalfWidth(double half_width, double level, SequenceKind kind)
      : half_width_(half_width), level_(level), kind_(kind) {}
  std::string text() const override;
  std::vector<std::uint32_t> looks(std::uint32_t cap) const override { return growing_looks(cap); }
  std::optional<std::string> reason_to_stop(const ScenarioRecord& record, const Trials& trials,
                                            double elapsed_s) const override;
  std::string reason_at_cap(const ScenarioRecord& record, const Trials& trials) const override;

 private:
  // The largest over the evaluation times.
  double worst(const ScenarioRecord& record, const Trials& trials) const;
  // What is to be said where the normal mixture does not fit the accuracies; empty where it does.
  std::string doubt(const ScenarioRecord& record, const Trials& trials) const;

  double half_width_, level_;
  SequenceKind kind_;
};

std::unique_ptr<const StoppingRule> parse_half_width(TomlTable& table);

inline constexpr StoppingRuleRecord kHalfWidth{
    "half_width",
    "Until a confidence sequence of the mean accuracy is as narrow as half_width at every time.",
    parse_half_width};

}  // namespace imcbench
