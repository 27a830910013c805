// SPDX-License-Identifier: Apache-2.0
// A block per scenario: heading, figures at every time, how the run stopped, warnings.
#include <fmt/format.h>

#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/report/numbers.h"
#include "suites/report/text.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kFewChips = 30;

// With several predictions a sample: what they are judged by elsewhere.
std::string fp_perplexity(const ScenarioRecord& r) {
  if (r.predictions_per_sample == 1) return "";
  return fmt::format(" (error {} %, perplexity {:.2f})",
                     percent(1.0 - static_cast<double>(r.fp_correct) / r.predictions()),
                     std::exp(r.fp_loss));
}

std::string heading(const ScenarioFigures& scenario) {
  const ScenarioRecord& r = scenario.result->record;
  const std::string settings = one_line(r.settings), factors = one_line(r.factors);
  std::string text =
      fmt::format("{} / {} on {} {}: {} chips, {} each\n", r.model, r.optimization, r.dataset,
                  r.split, scenario.result->trials.chip.size(), samples_text(r));
  if (!settings.empty()) text += fmt::format("settings: {}\n", settings);
  if (!factors.empty()) text += fmt::format("differing from chip to chip: {}\n", factors);
  return text + fmt::format(
                    "floating point, same samples: {} %{}; yield: share of chips with at "
                    "least {} %\n",
                    percent(static_cast<double>(r.fp_correct) / r.predictions()), fp_perplexity(r),
                    percent(r.accuracy_target));
}

std::string perplexity_text(const Estimate& p) {
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", p.value, p.low, p.high);
}

std::vector<std::string> row_at(const TimeFigures& f, bool anytime, const ScenarioRecord& record) {
  const PopulationSummary& s = f.summary;
  std::vector<std::string> row{human_time(f.time_s), percent_range({s.mean, s.ci_low, s.ci_high})};
  if (anytime)
    row.push_back(fmt::format("[{}, {}]", percent(f.accuracy.low), percent(f.accuracy.high)));
  for (const std::string& cell : {percent(s.std), percent(s.q05), percent(s.q50), percent(s.q95),
                                  percent_range({s.yield, s.yield_low, s.yield_high}),
                                  percent_range(f.normalized), iso_text(f)}) {
    row.push_back(cell);
  }
  if (record.predictions_per_sample > 1) {
    row.push_back(percent(1.0 - s.mean));
    row.push_back(perplexity_text(perplexity(record, f.loss)));
  }
  return row;
}

std::string figures_text(const ScenarioFigures& scenario) {
  std::vector<std::vector<std::string>> rows{{"time", "mean accuracy [95 %]"}};
  if (scenario.anytime) rows[0].push_back("anytime 95 %");
  for (const char* name :
       {"std", "5 %", "50 %", "95 %", "yield [95 %]", "A* [95 %]", "A* > 99 %"}) {
    rows[0].push_back(name);
  }
  const ScenarioRecord& record = scenario.result->record;
  if (record.predictions_per_sample > 1) {
    rows[0].insert(rows[0].end(), {"error", "perplexity [95 %]"});
  }
  for (const TimeFigures& f : scenario.times) rows.push_back(row_at(f, scenario.anytime, record));
  return text_table(rows, 0);
}

std::string warnings(const ScenarioFigures& scenario) {
  std::string text;
  const std::size_t chips = scenario.result->trials.chip.size();
  std::uint64_t rejected = 0;
  for (const TimeFigures& f : scenario.times) rejected += f.summary.rejected;
  if (chips < kFewChips) {
    text += fmt::format("warning: only {} chips; the intervals are wide and rest on few draws\n",
                        chips);
  }
  if (rejected > 0) {
    text += fmt::format(
        "warning: {} predictions had outputs that are not finite; they count as wrong\n", rejected);
  }
  return text;
}

std::string stopping_text(const ScenarioRecord& r) {
  return fmt::format("stopping: {}; {}\n", r.stopping_rule,
                     r.stopping_reason.empty() ? "not reached" : r.stopping_reason);
}

}  // namespace

std::string blocks_text(const std::vector<ScenarioFigures>& scenarios) {
  std::string text;
  for (const ScenarioFigures& scenario : scenarios) {
    text += fmt::format("\n{}\n{}{}{}", heading(scenario), figures_text(scenario),
                        stopping_text(scenario.result->record), warnings(scenario));
  }
  return text;
}

}  // namespace imcbench
