// SPDX-License-Identifier: Apache-2.0
// Sets of stages that are on, for the study of sources: bit i of a mask is stage i.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suites/experiments/point.h"

namespace imcbench {

using StageMask = std::uint32_t;
inline constexpr std::size_t kMaxStages = 31;

StageMask every_stage(std::size_t stages);

// The sets that are simulated, ascending: all 2^k, or none, all, each alone and each left out.
std::vector<StageMask> stage_sets(std::size_t stages, bool every_set);

// The settings that switch off what is not in the set.
std::vector<Setting> switched_off(const std::vector<std::string>& stages, StageMask set);

}  // namespace imcbench
