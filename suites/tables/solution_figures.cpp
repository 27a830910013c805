// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/solution_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "suites/models/model_file.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kInfinite = std::numeric_limits<double>::infinity();

SolutionCost cost_of_row(const Json& row) {
  const Json& total = row.at("total");
  return {total.at("array_J"),
          total.at("with_converters_J"),
          row.at("amplitude_total").at("array_J"),
          total.at("cells"),
          total.at("steps"),
          total.at("time_s"),
          total.at("area_F2")};
}

// Of the scenario, from the study "energy".
SolutionCost cost_of(const ResultFile& result, const std::string& sha256) {
  for (const StudyOutcome& study : result.studies) {
    if (study.name != "energy") continue;
    const Json outcome = Json::parse(study.json);
    for (const Json& row : outcome.at("rows")) {
      if (row.at("sha256") == sha256) return cost_of_row(row);
    }
  }
  return {};
}

double rho_of_record(const ScenarioRecord& record) {
  const std::string key = std::string(kRhoParameter) + " = ";
  const std::size_t at = record.settings.find(key);
  return at == std::string::npos ? 1.0 : std::stod(record.settings.substr(at + key.size()));
}

// One read at rho = 1: conductance, and with it the energy of the array, is proportional to rho.
SolutionCost at_rho_1(SolutionCost cost, double rho) {
  const double converters = cost.with_converters_J - cost.array_J;
  cost.array_J /= rho;
  cost.amplitude_J /= rho;
  cost.with_converters_J = cost.array_J + converters;
  return cost;
}

void add(SolutionCost& sum, const SolutionCost& one, double share) {
  sum.array_J += share * one.array_J;
  sum.with_converters_J += share * one.with_converters_J;
  sum.amplitude_J += share * one.amplitude_J;
  sum.cells += share * one.cells;
  sum.steps += share * one.steps;
  sum.time_s += share * one.time_s;
  sum.area_F2 += share * one.area_F2;
}

void add_chips(SolutionFigures& figures, const ScenarioResult& scenario) {
  const ScenarioRecord& r = scenario.record;
  std::vector<double> chips;
  for (std::size_t c = 0; c < scenario.trials.chip.size(); ++c) {
    const std::uint32_t correct = scenario.trials.correct[c * r.time_s.size()];
    chips.push_back(static_cast<double>(correct) / r.predictions());
  }
  figures.seed_means.push_back(std::accumulate(chips.begin(), chips.end(), 0.0) /
                               static_cast<double>(chips.size()));
  if (figures.chips.empty()) figures.chips.assign(chips.size(), 0.0);
  figures.chips.resize(std::min(figures.chips.size(), chips.size()));
  for (std::size_t c = 0; c < figures.chips.size(); ++c) figures.chips[c] += chips[c];
}

std::vector<std::string> all_models(const TableNetwork& network) {
  std::vector<std::string> models{network.model};
  for (const std::string& variant : network.variants) {
    models.push_back(with_ending(network.model, variant));
  }
  return models;
}

// Where a curve through (ln rho, value) first reaches `target`.
double crossing(const std::vector<double>& rhos, const std::vector<double>& values, double target) {
  std::size_t first = 0;
  while (first < rhos.size() && values[first] < target) ++first;
  if (first == rhos.size()) return kInfinite;
  if (first == 0) return rhos.front();
  const double share = (target - values[first - 1]) / (values[first] - values[first - 1]);
  return rhos[first - 1] * std::pow(rhos[first] / rhos[first - 1], share);
}

}  // namespace

SolutionCost cost_at(const Solution& solution, const SolutionCost& one, double rho) {
  SolutionCost cost = one;
  const double converters = one.with_converters_J - one.array_J;
  const bool reads = solution.buys == Buys::reads;
  const double factor = reads ? rho * rho : rho;
  cost.array_J *= factor;
  cost.amplitude_J *= factor;
  cost.with_converters_J = cost.array_J + converters * (reads ? factor : 1.0);
  if (!reads) return cost;
  cost.steps *= factor;
  cost.time_s *= factor;
  return cost;
}

std::optional<SolutionFigures> figures_of(const NetworkResult& row, const SolutionPlan& plan,
                                          const Solution& solution, std::optional<double> rho,
                                          double kappa) {
  SolutionFigures figures;
  std::vector<SolutionCost> costs;
  double rho_sum = 0.0;
  for (const std::string& model : models_of(solution, all_models(*row.network))) {
    const ScenarioResult* scenario =
        find_point(row.result, plan, {model, solution.stages, rho}, kappa);
    if (scenario == nullptr || scenario->trials.chip.empty()) continue;
    add_chips(figures, *scenario);
    const double own = rho_of_record(scenario->record);
    rho_sum += own;
    const SolutionCost one = at_rho_1(cost_of(row.result, scenario->record.sha256), own);
    costs.push_back(cost_at(solution, one, own));
  }
  if (costs.empty()) return std::nullopt;
  const double share = 1.0 / static_cast<double>(costs.size());
  for (double& chip : figures.chips) chip *= share;
  for (const SolutionCost& cost : costs) add(figures.cost, cost, share);
  figures.rho = rho_sum * share;
  if (solution.buys == Buys::reads) {
    figures.reads = figures.rho * figures.rho;
    figures.rho = 1.0;
  }
  return figures;
}

std::vector<double> rhos_of(const SolutionPlan& plan, const Solution& solution) {
  if (solution.buys == Buys::nothing) return {1.0};
  std::vector<double> rhos = plan.rhos;
  if (solution.buys == Buys::reads) {
    std::erase_if(rhos, [](double rho) { return rho < 1.0; });
  }
  return rhos;
}

Estimate paired_difference(const SolutionFigures& a, const SolutionFigures& b) {
  std::vector<double> d(std::min(a.chips.size(), b.chips.size()));
  for (std::size_t c = 0; c < d.size(); ++c) d[c] = a.chips[c] - b.chips[c];
  return mean_with_interval(d);
}

std::optional<IsoPoint> iso_point(const NetworkResult& row, const SolutionPlan& plan,
                                  const Solution& solution, double target, double kappa) {
  std::vector<double> rhos, mean, low, high;
  IsoPoint iso{};
  for (const double rho : rhos_of(plan, solution)) {
    const auto figures = figures_of(row, plan, solution, rho, kappa);
    if (!figures) continue;
    const Estimate accuracy = figures->accuracy();
    rhos.push_back(rho);
    mean.push_back(accuracy.value);
    low.push_back(accuracy.low);
    high.push_back(accuracy.high);
    iso.at_rho_1 = at_rho_1(figures->cost, figures->rho);
    if (solution.buys == Buys::reads) iso.at_rho_1 = cost_at(solution, figures->cost, 1.0 / rho);
  }
  if (rhos.empty()) return std::nullopt;
  iso.largest_rho = rhos.back();
  iso.rho = {crossing(rhos, mean, target), crossing(rhos, high, target),
             crossing(rhos, low, target)};
  return iso;
}

double fp_accuracy(const NetworkResult& row) {
  for (const ScenarioResult& scenario : row.result.scenarios) {
    const ScenarioRecord& r = scenario.record;
    if (r.model == row.network->model) return static_cast<double>(r.fp_correct) / r.predictions();
  }
  return std::nan("");
}

}  // namespace imcbench
