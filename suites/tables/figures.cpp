// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/figures.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "kernels/core/check.h"
#include "suites/report/figures.h"
#include "suites/report/numbers.h"

namespace imcbench {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

Estimate accuracy(const TimeFigures& at) { return at.accuracy; }
Estimate normalized(const TimeFigures& at) { return at.normalized; }
Estimate fp_accuracy(const TimeFigures& at) {
  const double fp = at.summary.fp_accuracy;
  return {fp, fp, fp};
}
Estimate yield(const TimeFigures& at) {
  return {at.summary.yield, at.summary.yield_low, at.summary.yield_high};
}

template <Estimate (*figure)(const TimeFigures&)>
std::vector<TableCell> cells_at_times(const ResultFile& result) {
  std::vector<TableCell> cells;
  for (const ScenarioFigures& scenario : scenario_figures(result)) {
    const ScenarioRecord& r = scenario.result->record;
    for (const TimeFigures& at : scenario.times) {
      cells.push_back({r.model, r.optimization, one_line(r.settings), at.time_s, "", figure(at)});
    }
  }
  return cells;
}

double number_or_nan(const nlohmann::ordered_json& value) {
  return value.is_number() ? value.get<double>() : kUndefined;
}

// A tolerance beyond the range that was searched is known on one side only.
Estimate tolerance_estimate(const nlohmann::ordered_json& row) {
  const std::string verdict = row.at("verdict");
  const bool rising = row.at("direction") == "rising";
  if (verdict == "beyond_range" || verdict == "below_range") {
    const bool above = (verdict == "beyond_range") == rising;
    const double end = number_or_nan(row.at(verdict == "beyond_range" ? "to" : "from"));
    return above ? Estimate{kUndefined, end, kInfinity} : Estimate{kUndefined, -kInfinity, end};
  }
  return {number_or_nan(row.at("tolerance")), number_or_nan(row.at("low")),
          number_or_nan(row.at("high"))};
}

// Rows of the outcome of the tolerance study, suites/experiments/studies.
std::vector<TableCell> tolerance_cells(const ResultFile& result) {
  std::vector<TableCell> cells;
  for (const StudyOutcome& study : result.studies) {
    if (study.name != "tolerance") continue;
    const auto outcome = nlohmann::ordered_json::parse(study.json);
    for (const auto& row : outcome.at("rows")) {
      cells.push_back({row.at("model"), row.at("optimization"), "", 0, row.at("parameter"),
                       tolerance_estimate(row)});
    }
  }
  return cells;
}

// THE LIST of figures.
constexpr TableFigure kFigures[] = {
    {"accuracy", "mean accuracy [95 %], %", true, true, cells_at_times<accuracy>},
    {"normalized_accuracy", "normalized accuracy A* [95 %], %", true, true,
     cells_at_times<normalized>},
    {"fp_accuracy", "accuracy in floating point, %", true, true, cells_at_times<fp_accuracy>},
    {"yield", "yield [95 %], %", true, true, cells_at_times<yield>},
    {"tolerance", "tolerance [95 %], in the parameter's unit", false, false, tolerance_cells},
};

}  // namespace

const TableFigure& find_table_figure(const std::string& name) {
  for (const TableFigure& figure : kFigures) {
    if (name == figure.name) return figure;
  }
  input_error("unknown figure '{}'{}", name, suggestion(name, table_figure_names()));
}

std::vector<std::string> table_figure_names() {
  std::vector<std::string> names;
  for (const TableFigure& figure : kFigures) names.emplace_back(figure.name);
  return names;
}

}  // namespace imcbench
