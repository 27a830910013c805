// SPDX-License-Identifier: Apache-2.0
// Stages that are no kind of a chain are verified by hand: one file each, listed in list.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "suites/verification/check.h"

namespace imcbench {

// The rows of a stage; one that fails where none are listed.
std::vector<CheckRow> stage_rows(std::string_view stage, std::uint64_t seed);

}  // namespace imcbench
