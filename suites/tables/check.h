// SPDX-License-Identifier: Apache-2.0
// What came out beside what a table expects.
#pragma once

#include "suites/experiments/suite.h"
#include "suites/tables/figures.h"
#include "suites/tables/table_file.h"

namespace imcbench {

// Against value +- tolerance: met when the interval lies within, missed when it lies wholly
// outside; otherwise the chips cannot tell.
enum class TargetVerdict { met, missed, not_enough_chips };

const char* verdict_name(TargetVerdict verdict);

TargetVerdict judge(const Estimate& estimate, double value, double tolerance);

struct TargetResult {
  const TableTarget* target;
  Estimate estimate;
  TargetVerdict verdict;
};

// Before anything runs: InputError for a target whose model, optimization or time the suite has
// not.
void check_targets(const TableFile& table, const Suite& suite);

// InputError for a target that no cell of the result answers.
std::vector<TargetResult> judge_targets(const TableFile& table, const ResultFile& result);

// missed if any is; else not_enough_chips if any is; else met.
TargetVerdict overall(const std::vector<TargetResult>& results);

}  // namespace imcbench
