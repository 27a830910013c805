// SPDX-License-Identifier: Apache-2.0
// Paired comparisons within a result file: every scenario that the suite sweeps over against the
// first one of its model, on the chips that both have.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/paired.h"
#include "results/schema.h"

namespace imcbench {

struct ComparisonRow {
  const ScenarioRecord* scenario;
  const ScenarioRecord* first;  // the difference is scenario minus first
  double time_s;
  PairedComparison paired;
  double sign_adjusted, sign_flip_adjusted;  // Holm, over all rows
};

// At the last time, or at all of them. Scenarios that a study asked for are its own business.
std::vector<ComparisonRow> comparisons_within(const ResultFile& result, bool all_times);

}  // namespace imcbench
