// SPDX-License-Identifier: Apache-2.0
// Merging finished results of one suite whose chips do not overlap: runs split over machines.
#pragma once

#include <span>
#include <string>

#include "results/schema.h"

namespace imcbench {

// Scenarios are in the order of the first file. planned_chips is the sum; stopping_rule and
// stopping_reason are joined with ';' where they differ; fp_correct and fp_loss are the first
// file's. InputError when the files differ in program_version, seed, suite or scenarios, or when
// two files hold the same chip.
ResultFile merge_results(std::span<const std::string> paths);

}  // namespace imcbench
