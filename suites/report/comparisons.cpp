// SPDX-License-Identifier: Apache-2.0
#include "suites/report/comparisons.h"

#include <algorithm>

#include "suites/report/figures.h"
#include "suites/report/shared_chips.h"

namespace imcbench {

namespace {

// The first scenario of the sweep that `scenario` can be compared with; maybe itself.
const ScenarioResult& first_of(const ResultFile& result, const ScenarioResult& scenario) {
  for (const ScenarioResult& candidate : result.scenarios) {
    if (in_sweep(candidate.record) && obstacle(candidate.record, scenario.record).empty()) {
      return candidate;
    }
  }
  return scenario;
}

void add_rows(const ScenarioResult& scenario, const ScenarioResult& first, bool all_times,
              std::vector<ComparisonRow>& rows) {
  const std::vector<double>& times = scenario.record.time_s;
  const std::vector<double>& others = first.record.time_s;
  for (std::size_t t = all_times ? 0 : times.size() - 1; t < times.size(); ++t) {
    const auto other = std::find(others.begin(), others.end(), times[t]);
    if (other == others.end()) continue;
    const SharedChips chips =
        shared_chips(scenario, t, first, static_cast<std::size_t>(other - others.begin()));
    if (chips.a.size() < 2) continue;
    rows.push_back({&scenario.record, &first.record, times[t],
                    compare_paired(chips.a, chips.b, scenario.record.predictions()), 0, 0});
  }
}

}  // namespace

std::vector<ComparisonRow> comparisons_within(const ResultFile& result, bool all_times) {
  std::vector<ComparisonRow> rows;
  for (const ScenarioResult& scenario : result.scenarios) {
    if (!in_sweep(scenario.record) || scenario.record.time_s.empty()) continue;
    const ScenarioResult& first = first_of(result, scenario);
    if (&first != &scenario) add_rows(scenario, first, all_times, rows);
  }
  std::vector<double> sign, sign_flip;
  for (const ComparisonRow& row : rows) {
    sign.push_back(row.paired.sign.p_value);
    sign_flip.push_back(row.paired.sign_flip.p_value);
  }
  sign = holm_adjusted(sign);
  sign_flip = holm_adjusted(sign_flip);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].sign_adjusted = sign[i];
    rows[i].sign_flip_adjusted = sign_flip[i];
  }
  return rows;
}

}  // namespace imcbench
