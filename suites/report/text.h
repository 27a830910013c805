// SPDX-License-Identifier: Apache-2.0
// What `imcbench report` prints, in sections; each one is empty when it has nothing to say.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "results/schema.h"
#include "suites/report/claims.h"
#include "suites/report/comparisons.h"
#include "suites/report/components.h"
#include "suites/report/figures.h"

namespace imcbench {

inline constexpr std::size_t kMostBlocks = 8;  // scenarios that get a block of their own

struct ReportOptions {
  std::vector<ClaimText> claims;
  double confidence = 0.95;  // of the claims
  bool all_times = false;    // comparisons and claims at all times, not only the last
};

std::string report_text(const ResultFile& result, const ReportOptions& options);
// {"scenarios": [a row per scenario and time], "comparisons", "claims", "components", "studies"}.
nlohmann::ordered_json report_json(const ResultFile& result, const ReportOptions& options);

// The sections.
std::string blocks_text(const std::vector<ScenarioFigures>& scenarios);    // one block each
std::string overview_text(const std::vector<ScenarioFigures>& scenarios);  // one row each
std::string components_text(const std::vector<ComponentsRow>& rows);
std::string comparisons_text(const std::vector<ComparisonRow>& rows);
std::string claims_text(const std::vector<ClaimRow>& rows);
std::string studies_text(const std::vector<StudyOutcome>& studies);

}  // namespace imcbench
