// SPDX-License-Identifier: Apache-2.0
// Yield claims as a user writes them, judged for every scenario of a result file.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/claims.h"
#include "suites/report/figures.h"

namespace imcbench {

// A share of at least `share` of the chips reaches `target`, both fractions.
struct ClaimText {
  double share, target;
};

// "99% of chips above 90%" or "0.99:0.90"; InputError for anything else.
ClaimText parse_claim(const std::string& text);

struct ClaimRow {
  const ScenarioRecord* scenario;
  double time_s;
  ClaimText claim;
  double confidence;
  std::uint64_t chips, good_chips;
  YieldClaim outcome;
};

// At the last time of every scenario, or at all of them.
std::vector<ClaimRow> judge_claims(const ResultFile& result, const std::vector<ClaimText>& claims,
                                   double confidence, bool all_times);

}  // namespace imcbench
