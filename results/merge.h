// SPDX-License-Identifier: Apache-2.0
// Merging finished results of one suite whose chips do not overlap: runs split over machines.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/schema.h"

namespace imcbench {

struct Merged {
  ResultFile result;
  std::vector<std::string> notes;  // what the user should know, one sentence each
};

// Scenarios are in the order of the first file. planned_chips is the sum; stopping_rule and
// stopping_reason are joined with ';' where they differ; fp_correct, fp_loss, settings and study
// are the first file's. Studies are kept when all files hold the same ones: what a study found in
// one part says little about the whole. InputError when the files differ in program_version, seed,
// suite or scenarios, or when two files hold the same chip.
Merged merge_results(std::span<const std::string> paths);

}  // namespace imcbench
