// SPDX-License-Identifier: Apache-2.0
// What came out beside what a table expects.
#pragma once

#include <span>

#include "suites/experiments/suite.h"
#include "suites/tables/figures.h"
#include "suites/tables/table_file.h"
#include "suites/tables/verdict.h"

namespace imcbench {

TargetVerdict judge(const Estimate& estimate, double value, double tolerance);

struct TargetResult {
  const TableTarget* target;
  Estimate estimate;
  TargetVerdict verdict;
};

// Before anything runs: InputError for a target whose model, optimization or time the suite, or a
// table of networks, has not, or for a study that its layout shows.
void check_targets(const TableFile& table, const Suite& suite);

// InputError for a target that no cell of the results answers. Targets of a model and optimization
// that were left out are not there.
std::vector<TargetResult> judge_targets(const TableFile& table, const ResultFile& result);
std::vector<TargetResult> judge_targets(const TableFile& table,
                                        std::span<const NetworkResult> results);

// missed if any is; else not_enough_chips if any is; else met. What is not there does not count,
// unless there is nothing else: not_enough_chips.
TargetVerdict overall(const std::vector<TargetResult>& targets,
                      const std::vector<ClaimResult>& claims = {});

}  // namespace imcbench
