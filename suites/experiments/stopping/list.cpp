// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/stopping/list.h"

#include "suites/experiments/stopping/fixed_chips.h"
#include "suites/experiments/stopping/half_width.h"
#include "suites/experiments/stopping/time_budget.h"

namespace imcbench {

std::span<const StoppingRuleRecord> stopping_rule_records() {
  static constexpr StoppingRuleRecord records[] = {kFixedChips, kHalfWidth, kTimeBudget};
  return records;
}

std::vector<std::string> stopping_rule_names() {
  std::vector<std::string> names;
  for (const StoppingRuleRecord& record : stopping_rule_records()) names.emplace_back(record.name);
  return names;
}

const StoppingRuleRecord* find_stopping_rule(std::string_view name) {
  for (const StoppingRuleRecord& record : stopping_rule_records()) {
    if (name == record.name) return &record;
  }
  return nullptr;
}

std::vector<std::uint32_t> growing_looks(std::uint32_t cap) {
  std::vector<std::uint32_t> looks;
  for (std::uint32_t look = 32; look < cap; look = (look * 7 / 5 + 15) / 16 * 16) {
    looks.push_back(look);
  }
  looks.push_back(cap);
  return looks;
}

}  // namespace imcbench
