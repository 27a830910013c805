// SPDX-License-Identifier: Apache-2.0
// Everything that `imcbench report` says about the scenarios of a result file, computed once and
// printed as text (text.h) or JSON (json.h).
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/population.h"
#include "analysis/statistics/verdict.h"
#include "results/schema.h"

namespace imcbench {

struct TimeFigures {
  double time_s;
  PopulationSummary summary;
  Estimate loss;  // mean, nat per prediction, with Student's interval over chips
  // The mean with the interval to quote: the anytime-valid one where the run watched its own
  // interval to stop, else Student's, which is summary.ci_low and ci_high.
  Estimate accuracy;
  Estimate normalized;  // A* of `accuracy`; NaN when floating point is no better than guessing
  Verdict iso;          // A* against kIsoAccuracy
};

struct ScenarioFigures {
  const ScenarioResult* result;
  bool anytime;  // the run stopped by the width of its interval
  std::vector<TimeFigures> times;
};

// exp(mean loss), of models with several predictions per sample; NaN of others.
Estimate perplexity(const ScenarioRecord& record, const Estimate& loss);

// "200 samples", "40 samples of 35 predictions".
std::string samples_text(const ScenarioRecord& record);

// Whether a scenario belongs to the sweep, not to a pilot or a study.
bool in_sweep(const ScenarioRecord& record);

// Counts of correct predictions of all chips at one time: shape [C].
std::vector<std::uint32_t> correct_at(const ScenarioResult& scenario, std::size_t time);

ScenarioFigures figures_of(const ScenarioResult& scenario);

// `result` must outlive them.
std::vector<ScenarioFigures> scenario_figures(const ResultFile& result);

// "equal", "different", "not enough chips", or "-" where A* is undefined.
std::string iso_text(const TimeFigures& figures);

// "lenet / direct, output_noise.sigma = 0.04".
std::string scenario_name(const ScenarioRecord& record);

}  // namespace imcbench
