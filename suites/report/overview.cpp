// SPDX-License-Identifier: Apache-2.0
// Many scenarios in one table: a row each, a column for every time that any of them has.
#include <algorithm>

#include "suites/experiments/human_time.h"
#include "suites/report/numbers.h"
#include "suites/report/text.h"

namespace imcbench {

namespace {

std::vector<double> all_times(const std::vector<ScenarioFigures>& scenarios) {
  std::vector<double> times;
  for (const ScenarioFigures& scenario : scenarios) {
    for (const TimeFigures& f : scenario.times) times.push_back(f.time_s);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::string cell(const ScenarioFigures& scenario, double time_s) {
  for (const TimeFigures& f : scenario.times) {
    if (f.time_s == time_s) return percent_range(f.accuracy);
  }
  return "";
}

std::string stopping_cell(const ScenarioRecord& r) {
  return r.stopping_reason.empty() ? "not reached" : r.stopping_reason;
}

}  // namespace

std::string overview_text(const std::vector<ScenarioFigures>& scenarios) {
  const std::vector<double> times = all_times(scenarios);
  std::vector<std::vector<std::string>> rows{{"model", "optimization", "settings", "chips"}};
  for (const double time_s : times) rows[0].push_back(human_time(time_s));
  rows[0].insert(rows[0].end(), {"A* > 99 % at the last", "stopped"});
  bool anytime = false;
  for (const ScenarioFigures& scenario : scenarios) {
    const ScenarioRecord& r = scenario.result->record;
    rows.push_back(
        {r.model, r.optimization, one_line(r.settings),
         std::to_string(scenario.result->trials.chip.size()) + (scenario.anytime ? "*" : "")});
    for (const double time_s : times) rows.back().push_back(cell(scenario, time_s));
    rows.back().push_back(scenario.times.empty() ? "-" : iso_text(scenario.times.back()));
    rows.back().push_back(stopping_cell(r));
    anytime = anytime || scenario.anytime;
  }
  return "\nmean accuracy [95 %] at each time\n\n" + text_table(rows, 3) +
         (anytime ? "* watched the width of its interval: anytime-valid intervals\n" : "");
}

}  // namespace imcbench
