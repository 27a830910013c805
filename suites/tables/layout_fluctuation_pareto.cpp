// SPDX-License-Identifier: Apache-2.0
// layout = "fluctuation-pareto": accuracy against energy, every solution at all its operating
// points.
#include <fmt/format.h>

#include "suites/report/numbers.h"
#include "suites/tables/fluctuation_grid.h"
#include "suites/tables/layouts.h"
#include "suites/tables/solution_figures.h"

namespace imcbench {

namespace {

using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

struct ParetoPoint {
  const Solution* solution;
  SolutionFigures figures;
  bool best = false;  // nothing that is tried is both cheaper and more accurate
};

std::vector<ParetoPoint> points_of(const NetworkResult& row, const SolutionPlan& plan) {
  std::vector<ParetoPoint> points;
  for (const Solution& solution : plan.solutions) {
    for (const double rho : rhos_of(plan, solution)) {
      auto figures = figures_of(row, plan, solution, rho, plan.kappas.front());
      if (figures) points.push_back({&solution, std::move(*figures)});
    }
  }
  for (ParetoPoint& point : points) {
    point.best = std::none_of(points.begin(), points.end(), [&](const ParetoPoint& other) {
      return other.figures.cost.array_J < point.figures.cost.array_J &&
             other.figures.accuracy().value >= point.figures.accuracy().value;
    });
  }
  return points;
}

std::string network_text(const NetworkResult& row, const SolutionPlan& plan) {
  std::vector<Row> rows{{"solution", "rho", "reads", "array, nJ", "with converters, nJ",
                         "accuracy, %", "on the front"}};
  std::string last;
  for (const ParetoPoint& p : points_of(row, plan)) {
    const SolutionFigures& f = p.figures;
    rows.push_back({p.solution->name == last ? "" : p.solution->name, fmt::format("{:g}", f.rho),
                    fmt::format("{:g}", f.reads), fmt::format("{:.3g}", f.cost.array_J * 1e9),
                    fmt::format("{:.3g}", f.cost.with_converters_J * 1e9),
                    percent_range(f.accuracy()), p.best ? "yes" : ""});
    last = p.solution->name;
  }
  return fmt::format("{} on {}, {}, floating point {} %\n{}\n", row.network->model,
                     row.network->dataset, size_text(row), percent(fp_accuracy(row)),
                     text_table(rows, 1));
}

std::string text(const LayoutInput& input) {
  std::string text;
  for (const NetworkResult& row : input.results) text += network_text(row, *input.solutions);
  return text + fmt::format(
                    "Simulated at kappa {:g}; at c times that, the same accuracies at c times the "
                    "energy of the\narray. On the front: nothing tried is cheaper (array) and as "
                    "accurate.\n",
                    input.solutions->kappas.front());
}

Json json(const LayoutInput& input) {
  Json list = Json::array();
  for (const NetworkResult& row : input.results) {
    Json one{{"model", row.network->model}, {"fp_accuracy", fp_accuracy(row)}};
    one["points"] = Json::array();
    for (const ParetoPoint& p : points_of(row, *input.solutions)) {
      const SolutionFigures& f = p.figures;
      Json point{{"solution", p.solution->name},
                 {"rho", f.rho},
                 {"reads", f.reads},
                 {"array_J", f.cost.array_J},
                 {"with_converters_J", f.cost.with_converters_J},
                 {"amplitude_J", f.cost.amplitude_J},
                 {"on_front", p.best}};
      add_estimate(point, "accuracy", f.accuracy());
      one["points"].push_back(std::move(point));
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

const TableLayout kFluctuationParetoLayout = {"fluctuation-pareto", solution_table_models, "energy",
                                              text, json, sweep_grid};

}  // namespace imcbench
