// SPDX-License-Identifier: Apache-2.0
#include "suites/report/figures.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/statistics/confidence_sequence.h"
#include "suites/report/numbers.h"

namespace imcbench {

namespace {

// The values of one time out of an array of shape [C, T].
template <class T>
std::vector<T> column(const std::vector<T>& values, std::size_t times, std::size_t time) {
  std::vector<T> result;
  result.reserve(values.size() / times);
  for (std::size_t i = time; i < values.size(); i += times) result.push_back(values[i]);
  return result;
}

Estimate mean_loss(const ScenarioResult& scenario, std::size_t time) {
  std::vector<double> losses;
  for (const std::int64_t sum :
       column(scenario.trials.loss_q24, scenario.record.time_s.size(), time)) {
    losses.push_back(static_cast<double>(sum) / kLossScale / scenario.record.predictions());
  }
  return mean_with_interval(losses);
}

// The confidence sequence by which the run stopped, as its rule names it.
Interval sequence_of(const ScenarioResult& scenario, std::size_t time, const PopulationSummary& s) {
  if (scenario.record.stopping_rule.find("sequence betting") == std::string::npos) {
    return normal_mixture_sequence(s.mean, s.std, s.chips);
  }
  std::vector<double> accuracies;  // in the order of the chips
  for (const std::uint32_t correct : correct_at(scenario, time)) {
    accuracies.push_back(static_cast<double>(correct) / scenario.record.predictions());
  }
  return betting_sequence(accuracies);
}

TimeFigures figures_at(const ScenarioResult& scenario, std::size_t time, bool anytime) {
  const ScenarioRecord& r = scenario.record;
  const std::size_t times = r.time_s.size();
  TimeFigures f{};
  f.time_s = r.time_s[time];
  f.summary =
      summarize(correct_at(scenario, time), r.predictions(), r.accuracy_target, r.fp_correct,
                r.chance_accuracy, kDefaultLevel, column(scenario.trials.rejected, times, time));
  f.loss = mean_loss(scenario, time);
  f.accuracy = {f.summary.mean, f.summary.ci_low, f.summary.ci_high};
  if (anytime) {
    const Interval sequence = sequence_of(scenario, time, f.summary);
    f.accuracy = {f.summary.mean, sequence.low, sequence.high};
  }
  const auto normalized = [&](double accuracy) {
    return normalized_accuracy(accuracy, f.summary.fp_accuracy, r.chance_accuracy);
  };
  f.normalized = {normalized(f.accuracy.value), normalized(f.accuracy.low),
                  normalized(f.accuracy.high)};
  f.iso = iso_accuracy_verdict({f.normalized.low, f.normalized.high});
  return f;
}

}  // namespace

Estimate perplexity(const ScenarioRecord& record, const Estimate& loss) {
  if (record.predictions_per_sample == 1) return {NAN, NAN, NAN};
  return {std::exp(loss.value), std::exp(loss.low), std::exp(loss.high)};
}

std::string samples_text(const ScenarioRecord& record) {
  if (record.predictions_per_sample == 1) return fmt::format("{} samples", record.samples);
  return fmt::format("{} samples of {} predictions", record.samples, record.predictions_per_sample);
}

bool in_sweep(const ScenarioRecord& record) {
  return record.study.empty() || record.study == "sweep";
}

std::vector<std::uint32_t> correct_at(const ScenarioResult& scenario, std::size_t time) {
  return column(scenario.trials.correct, scenario.record.time_s.size(), time);
}

ScenarioFigures figures_of(const ScenarioResult& scenario) {
  ScenarioFigures figures{&scenario, scenario.record.stopping_rule.starts_with("half-width"), {}};
  for (std::size_t t = 0; t < scenario.record.time_s.size(); ++t) {
    figures.times.push_back(figures_at(scenario, t, figures.anytime));
  }
  return figures;
}

std::vector<ScenarioFigures> scenario_figures(const ResultFile& result) {
  std::vector<ScenarioFigures> figures;
  for (const ScenarioResult& scenario : result.scenarios) figures.push_back(figures_of(scenario));
  return figures;
}

std::string iso_text(const TimeFigures& figures) {
  return std::isnan(figures.normalized.value) ? "-" : std::string(verdict_name(figures.iso));
}

std::string scenario_name(const ScenarioRecord& record) {
  const std::string settings = one_line(record.settings);
  return fmt::format("{} / {}{}", record.model, record.optimization,
                     settings.empty() ? "" : ", " + settings);
}

}  // namespace imcbench
