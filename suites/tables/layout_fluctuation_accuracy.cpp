// SPDX-License-Identifier: Apache-2.0
// layout = "fluctuation-accuracy": solutions against intensities of fluctuation, each at the energy
// that the first solution spends at rho = 1; every intensity is simulated.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"
#include "suites/experiments/scenario_energy.h"
#include "suites/experiments/studies/energy.h"
#include "suites/report/numbers.h"
#include "suites/tables/fluctuation_grid.h"
#include "suites/tables/layouts.h"
#include "suites/tables/solution_figures.h"

namespace imcbench {

namespace {

using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

const EnergyStudy& energy_study(const Suite& suite) {
  for (const NamedStudy& named : suite.studies) {
    if (named.name == kEnergyStudy.name) return dynamic_cast<const EnergyStudy&>(*named.study);
  }
  input_error("{}: this layout needs an [energy]", suite.path);
}

double array_energy(const Suite& suite, const SolutionPoint& point, Workloads& workloads,
                    ScenarioEnergies& energies) {
  ScenarioPoint scenario{point.model, suite.optimizations.front(), {}, {}};
  scenario.settings.push_back({kRhoParameter, "1"});
  for (const std::string& stage : point.stages) {
    scenario.settings.push_back({stage + ".enabled", "true"});
  }
  const Suite at = suite_at(suite, scenario, suite.path);
  return energies.of(at, *workloads.get(at)).energy.total.array_J;
}

void sweep(const SolutionPlan& plan, const DataSearch& search, Suite& suite) {
  if (plan.rhos != std::vector<double>{1.0}) {
    input_error("{}: rho must be [1]: this layout finds the coefficients of equal energy",
                plan.place);
  }
  Workloads workloads(search);
  const EnergyStudy& study = energy_study(suite);
  ScenarioEnergies energies(study.values(), study.samples());
  std::vector<SolutionPoint> points;
  double budget_J = 0.0;
  for (const Solution& solution : plan.solutions) {
    for (const std::string& model : models_of(solution, suite.models)) {
      SolutionPoint point{model, solution.stages, 1.0};
      const double energy_J = array_energy(suite, point, workloads, energies);
      if (budget_J == 0.0) budget_J = energy_J;
      const double factor = budget_J / energy_J;  // of reads, the deviation falls with the root
      if (solution.buys != Buys::nothing) {
        point.rho = std::clamp(solution.buys == Buys::rho ? factor : std::sqrt(factor),
                               kSmallestRho, kLargestRho);
      }
      points.push_back(std::move(point));
    }
  }
  set_sweep(plan, points, suite);
}

using Figures = std::vector<std::vector<std::optional<SolutionFigures>>>;  // [solution][kappa]

Figures all_figures(const NetworkResult& row, const SolutionPlan& plan) {
  Figures all;
  for (const Solution& solution : plan.solutions) {
    all.emplace_back();
    for (const double kappa : plan.kappas) {
      all.back().push_back(figures_of(row, plan, solution, std::nullopt, kappa));
    }
  }
  return all;
}

std::string seeds_text(const SolutionFigures& f) {
  if (f.seed_means.size() < 2) return "1";
  const auto [low, high] = std::minmax_element(f.seed_means.begin(), f.seed_means.end());
  return fmt::format("{} ({} to {})", f.seed_means.size(), percent(*low), percent(*high));
}

Row solution_row(const Solution& solution, const std::vector<std::optional<SolutionFigures>>& at) {
  Row row{solution.name};
  const SolutionFigures& first = *at.front();
  row.push_back(fmt::format("{:.3g}", first.rho));
  row.push_back(fmt::format("{:.3g}", first.cost.array_J * 1e9));
  row.push_back(fmt::format("{:.0f}", first.cost.steps));
  for (const auto& figures : at) row.push_back(figures ? percent_range(figures->accuracy()) : "-");
  row.push_back(at.back() ? seeds_text(*at.back()) : "-");
  return row;
}

// Differences from the solutions that are compared with, chip by chip.
std::vector<Row> difference_rows(const SolutionPlan& plan, const Figures& all) {
  std::vector<Row> rows;
  for (std::size_t s = 0; s < plan.solutions.size(); ++s) {
    const auto other = std::ranges::find(plan.solutions, plan.solutions[s].compared_with,
                                         &Solution::name);
    if (other == plan.solutions.end()) continue;
    const auto o = static_cast<std::size_t>(other - plan.solutions.begin());
    Row row{plan.solutions[s].name + " - " + other->name};
    for (std::size_t k = 0; k < plan.kappas.size(); ++k) {
      row.push_back(all[s][k] && all[o][k] ? points_range(paired_difference(*all[s][k], *all[o][k]))
                                           : "-");
    }
    if (all[s].front()) rows.push_back(std::move(row));
  }
  if (rows.empty()) return rows;
  Row title{"difference, points"};
  for (const double kappa : plan.kappas) title.push_back(fmt::format("kappa {:g}", kappa));
  rows.insert(rows.begin(), std::move(title));
  return rows;
}

std::string network_text(const NetworkResult& row, const SolutionPlan& plan) {
  const Figures all = all_figures(row, plan);
  std::vector<Row> rows{{"solution", "rho", "array, nJ", "steps"}};
  for (const double kappa : plan.kappas) rows[0].push_back(fmt::format("kappa {:g}", kappa));
  rows[0].emplace_back("training seeds");
  for (std::size_t s = 0; s < plan.solutions.size(); ++s) {
    if (all[s].front()) rows.push_back(solution_row(plan.solutions[s], all[s]));
  }
  return fmt::format("{} on {}, {}, floating point {} %\n{}{}\n", row.network->model,
                     row.network->dataset, size_text(row), percent(fp_accuracy(row)),
                     text_table(rows, 1),
                     text_table(difference_rows(plan, all), 1));
}

std::string text(const LayoutInput& input) {
  std::string text;
  for (const NetworkResult& row : input.results) text += network_text(row, *input.solutions);
  return text +
         "Accuracy in % [95 %] over chips, mean over training seeds; all solutions at the array\n"
         "energy of the first one at rho = 1. Differences are paired, on the same chips.\n";
}

Json figures_json(const SolutionFigures& f) {
  Json json{{"rho", f.rho},           {"reads", f.reads},
            {"chips", f.chips.size()}, {"seed_means", f.seed_means},
            {"array_J", f.cost.array_J}, {"with_converters_J", f.cost.with_converters_J},
            {"amplitude_J", f.cost.amplitude_J}, {"cells", f.cost.cells},
            {"steps", f.cost.steps}, {"time_s", f.cost.time_s}, {"area_F2", f.cost.area_F2}};
  add_estimate(json, "accuracy", f.accuracy());
  return json;
}

Json json(const LayoutInput& input) {
  Json list = Json::array();
  for (const NetworkResult& row : input.results) {
    const Figures all = all_figures(row, *input.solutions);
    Json one{{"model", row.network->model},
             {"fp_accuracy", fp_accuracy(row)},
             {"cells", Json::array()}};
    for (std::size_t s = 0; s < all.size(); ++s) {
      for (std::size_t k = 0; k < all[s].size(); ++k) {
        if (!all[s][k]) continue;
        Json cell{{"solution", input.solutions->solutions[s].name},
                  {"kappa", input.solutions->kappas[k]}};
        cell.update(figures_json(*all[s][k]));
        one["cells"].push_back(std::move(cell));
      }
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

const TableLayout kFluctuationAccuracyLayout = {"fluctuation-accuracy", solution_table_models,
                                                "energy", text, json, sweep};

}  // namespace imcbench
