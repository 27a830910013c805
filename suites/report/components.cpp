// SPDX-License-Identifier: Apache-2.0
#include "suites/report/components.h"

#include "suites/experiments/components.h"
#include "suites/report/figures.h"

namespace imcbench {

namespace {

ComponentsRow row_at(const ScenarioResult& scenario, std::size_t time) {
  const ScenarioRecord& r = scenario.record;
  const VarianceComponents components = components_at(r, scenario.trials, time);
  return {&r, r.time_s[time], components, these_samples_interval(components),
          new_samples_interval(components)};
}

}  // namespace

std::vector<ComponentsRow> components_of(const ResultFile& result) {
  std::vector<ComponentsRow> rows;
  for (const ScenarioResult& scenario : result.scenarios) {
    if (scenario.trials.correct_bits.empty() || !in_sweep(scenario.record)) continue;
    for (std::size_t t = 0; t < scenario.record.time_s.size(); ++t) {
      rows.push_back(row_at(scenario, t));
    }
  }
  return rows;
}

}  // namespace imcbench
