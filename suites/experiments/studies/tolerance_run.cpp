// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/tolerance_run.h"

#include "analysis/statistics/population.h"
#include "kernels/core/check.h"
#include "suites/experiments/studies/chip_scores.h"

namespace imcbench {

namespace {

constexpr const char* kName = "tolerance";
// Crossings are interpolated, which in a bracket of a tenth of the value is good to a few
// thousandths of it; between whole values the bracket itself must be narrow.
constexpr double kBracket = 0.1, kWholeBracket = 0.02;

ScenarioPoint point_at(const ToleranceBase& base, std::vector<Setting> settings) {
  return {.model = base.model,
          .optimization = base.optimization,
          .settings = std::move(settings),
          .variation = {},
          .study = kName};
}

}  // namespace

ToleranceRun::ToleranceRun(const ToleranceStudy::Options& options, const Suite& suite,
                           TrialSource& source)
    : options_(options), source_(source), chips_(chip_range(0, options.chips)) {
  for (const std::string& model : suite.models) {
    for (const std::string& optimization : suite.optimizations) {
      bases_.push_back({.model = model, .optimization = optimization, .normalized = {}});
    }
  }
}

std::size_t ToleranceRun::scenario(const ToleranceBase& base, const SweptParameter& parameter,
                                   double value) {
  return source_.scenario(point_at(base, parameter.settings(value)));
}

bool ToleranceRun::ensure(const std::vector<std::size_t>& scenarios) {
  std::vector<TrialRequest> requests;
  for (const std::size_t scenario : scenarios) {
    requests.push_back({scenario, chips_});
    if (source_.record(scenario).study != kName) continue;  // somebody else decides when it stops
    source_.set_stopping(scenario,
                         fmt::format("tolerance: fixed number of chips: {}", options_.chips),
                         "all chips of the search");
  }
  return source_.ensure(requests);
}

std::vector<double> ToleranceRun::normalized(const ToleranceBase& base,
                                             std::size_t scenario) const {
  std::vector<double> values = chip_accuracies(source_, scenario, chips_, options_.time_s);
  for (double& value : values) value = normalized_accuracy(value, base.fp, base.chance);
  return values;
}

bool ToleranceRun::simulate_bases() {
  std::vector<std::size_t> scenarios;
  for (ToleranceBase& base : bases_) {
    base.scenario = source_.scenario(point_at(base, {}));
    const ScenarioRecord& record = source_.record(base.scenario);
    base.fp = fp_accuracy(record);
    base.chance = record.chance_accuracy;
    if (base.fp <= base.chance) {
      input_error(
          "[tolerance]: {} / {} in floating point ({:.4g}) is no better than guessing "
          "({:.4g}); normalized accuracy needs one that is",
          base.model, base.optimization, base.fp, base.chance);
    }
    scenarios.push_back(base.scenario);
  }
  if (!ensure(scenarios)) return false;
  for (ToleranceBase& base : bases_) base.normalized = normalized(base, base.scenario);
  return true;
}

ToleranceLine ToleranceRun::make_line(const ToleranceBase& base,
                                      const SweptParameter& parameter) const {
  const ParameterRange& range = parameter.range;
  ToleranceSearch search;
  search.from = std::min(range.from(), range.to());
  search.to = std::max(range.from(), range.to());
  search.scale = range.logarithmic() ? SearchScale::log : SearchScale::linear;
  search.relative_tolerance = range.whole_numbers() ? kWholeBracket : kBracket;
  search.direction = range.rising() ? HarmDirection::rising : HarmDirection::falling;
  return {&base, &parameter, search, {}, {}, 0, {}};
}

void ToleranceRun::add_margins(ToleranceLine& line, double asked, double value) const {
  std::vector<double> margin = line.points.at(value).normalized;
  for (std::size_t c = 0; c < margin.size(); ++c) {
    margin[c] -= options_.normalized_accuracy * line.base->normalized[c];
  }
  line.history.push_back({asked, std::move(margin)});
}

// Until the search wants a value that is not there. A whole-number parameter answers with its
// nearest whole value: a curve of steps.
bool ToleranceRun::advance(ToleranceLine& line) const {
  for (;;) {
    const ToleranceStep step = tolerance_step(line.search, line.history);
    line.estimate = step.estimate;
    if (!step.next) return false;
    line.wanted = line.parameter->settable(*step.next);
    if (!line.points.contains(line.wanted)) return true;
    add_margins(line, *step.next, line.wanted);
  }
}

bool ToleranceRun::search() {
  for (const ToleranceBase& base : bases_) {
    for (const SweptParameter& parameter : options_.parameters) {
      lines_.push_back(make_line(base, parameter));
    }
  }
  for (;;) {
    std::vector<ToleranceLine*> open;
    std::vector<std::size_t> scenarios;
    for (ToleranceLine& line : lines_) {
      if (line.estimate || !advance(line)) continue;
      open.push_back(&line);
      scenarios.push_back(scenario(*line.base, *line.parameter, line.wanted));
    }
    if (open.empty()) return true;
    if (!ensure(scenarios)) return false;
    for (std::size_t i = 0; i < open.size(); ++i) {
      open[i]->points[open[i]->wanted] = {scenarios[i], normalized(*open[i]->base, scenarios[i])};
    }
  }
}

}  // namespace imcbench
