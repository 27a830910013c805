// SPDX-License-Identifier: Apache-2.0
#include "suites/report/text.h"

#include <fmt/format.h>

namespace imcbench {

namespace {

constexpr const char* kLegend =
    "\nAccuracies in %. Intervals are over chips, for these test samples. A chip that fails is\n"
    "a chip below the target; yield bounds are Clopper-Pearson. A* is 100 % at floating point and\n"
    "0 % at guessing; against 99 % a scenario is `equal` to floating point where the interval of\n"
    "A* lies above, `different` where it lies below.\n";

constexpr const char* kAnytimeLegend =
    "anytime: the run watched its own interval to stop, which Student's interval is not made for;\n"
    "this one holds however often it is looked at, and A* is taken from it. Spreads, yields and\n"
    "differences keep intervals for a number of chips fixed beforehand.\n";

// Scenarios of a study have no meaning but in its own section.
std::vector<ScenarioFigures> of_the_sweep(const std::vector<ScenarioFigures>& scenarios) {
  std::vector<ScenarioFigures> kept;
  for (const ScenarioFigures& scenario : scenarios) {
    if (in_sweep(scenario.result->record)) kept.push_back(scenario);
  }
  return kept;
}

}  // namespace

std::string report_text(const ResultFile& result, const ReportOptions& options) {
  const Provenance& p = result.provenance;
  const std::vector<ScenarioFigures> all = scenario_figures(result);
  const std::vector<ScenarioFigures> scenarios = of_the_sweep(all);
  std::string text = fmt::format("{} (version {}), seed {}; imcbench {} on {}, {}\n", p.suite_name,
                                 p.suite_version, p.seed, p.program_version, p.backend, p.device);
  text += scenarios.size() > kMostBlocks ? overview_text(scenarios) : blocks_text(scenarios);
  if (scenarios.size() < all.size()) {
    text += fmt::format(
        "\n{} more scenarios belong to pilots and studies; --json and `imcbench export` have "
        "them\n",
        all.size() - scenarios.size());
  }
  text += components_text(components_of(result));
  text += comparisons_text(comparisons_within(result, options.all_times));
  text += claims_text(judge_claims(result, options.claims, options.confidence, options.all_times));
  text += studies_text(result.studies) + kLegend;
  for (const ScenarioFigures& scenario : scenarios) {
    if (scenario.anytime) return text + kAnytimeLegend;
  }
  return text;
}

}  // namespace imcbench
