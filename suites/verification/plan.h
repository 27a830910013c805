// SPDX-License-Identifier: Apache-2.0
// The cases of a verification, in the order in which a chip meets what they are about.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "suites/verification/check.h"

namespace imcbench {

struct PlannedCase {
  std::string name, about, label;
  std::function<std::vector<CheckRow>()> rows;
};

// `names`: as of verify(); empty for all.
std::vector<PlannedCase> plan_verification(const std::vector<std::string>& names,
                                           std::uint64_t seed);

}  // namespace imcbench
