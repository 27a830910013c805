// SPDX-License-Identifier: Apache-2.0
// THE LIST of stopping rules.
#pragma once

#include <span>
#include <string_view>

#include "suites/experiments/stopping/rule.h"

namespace imcbench {

std::span<const StoppingRuleRecord> stopping_rule_records();
std::vector<std::string> stopping_rule_names();
const StoppingRuleRecord* find_stopping_rule(std::string_view name);  // nullptr if unknown

}  // namespace imcbench
