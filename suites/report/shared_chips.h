// SPDX-License-Identifier: Apache-2.0
// Counts of correct predictions of two scenarios, matched chip by chip.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/schema.h"

namespace imcbench {

// Chip i of `a` and `b` is the same chip; shape [shared chips] each.
struct SharedChips {
  std::vector<std::uint32_t> a, b;
};

// Both from the same seed, which the caller knows: only then is chip 7 of one chip 7 of the other.
SharedChips shared_chips(const ScenarioResult& a, std::size_t time_a, const ScenarioResult& b,
                         std::size_t time_b);

// What keeps the counts of two scenarios from being compared ("the data differ: ..."), or "".
std::string obstacle(const ScenarioRecord& a, const ScenarioRecord& b);

}  // namespace imcbench
