// SPDX-License-Identifier: Apache-2.0
// layout = "fluctuation-energy": what every solution costs where it is as accurate as floating
// point less one point, and how that compares with the best baseline, under three ways to account.
//
// One intensity is simulated. The deviation of a device is kappa rho^(-beta) G, beta = 1: with
// kappa doubled, the same chips come out at twice rho, so other intensities follow.
#include <fmt/format.h>

#include <cmath>

#include "suites/report/numbers.h"
#include "suites/tables/fluctuation_grid.h"
#include "suites/tables/layouts.h"
#include "suites/tables/solution_figures.h"

namespace imcbench {

namespace {

using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

constexpr double kClaimed = 10.0;  // "at least an order of magnitude"

struct Accounting {
  const char* name;
  double SolutionCost::*energy;
};
constexpr Accounting kAccountings[] = {
    {"array, pulse widths", &SolutionCost::array_J},
    {"with converters, pulse widths", &SolutionCost::with_converters_J},
    {"array, amplitudes", &SolutionCost::amplitude_J},
};

struct Reached {
  const Solution* solution;
  IsoPoint point;

  Estimate energy(const Accounting& accounting) const {
    const auto at = [&](double rho) {
      return std::isinf(rho) ? rho : cost_at(*solution, point.at_rho_1, rho).*accounting.energy;
    };
    return {at(point.rho.value), at(point.rho.low), at(point.rho.high)};
  }
};

std::vector<Reached> reached_by(const NetworkResult& row, const SolutionPlan& plan) {
  std::vector<Reached> all;
  for (const Solution& solution : plan.solutions) {
    const auto point =
        iso_point(row, plan, solution, fp_accuracy(row) - kRecoveredWithin, plan.kappas.front());
    if (point) all.push_back({&solution, *point});
  }
  return all;
}

// Energy of the cheapest baseline over that of the last solution; infinite ends are not known.
std::optional<Estimate> gain(const std::vector<Reached>& all, const Accounting& accounting) {
  const Reached* best = nullptr;
  for (const Reached& r : all) {
    if (!r.solution->baseline || std::isinf(r.energy(accounting).value)) continue;
    if (best == nullptr || r.energy(accounting).value < best->energy(accounting).value) best = &r;
  }
  if (best == nullptr || all.back().solution->baseline) return std::nullopt;
  if (std::isinf(all.back().energy(accounting).value)) return std::nullopt;
  const Estimate theirs = best->energy(accounting), ours = all.back().energy(accounting);
  return Estimate{theirs.value / ours.value, theirs.low / ours.high, theirs.high / ours.low};
}

std::string number(double value) {
  return std::isinf(value) ? "not reached" : fmt::format("{:.3g}", value);
}

std::string range(const Estimate& e, double unit) {
  if (std::isinf(e.value)) return "not reached";
  return fmt::format("{:.3g} [{:.3g}, {}]", unit * e.value, unit * e.low, number(unit * e.high));
}

Row row_of(const Reached& r) {
  const double rho = r.point.rho.value;
  Row row{r.solution->name};
  const bool reads = r.solution->buys == Buys::reads;
  row.push_back(reads ? fmt::format("{} reads", number(rho * rho)) : "rho " + number(rho));
  for (const Accounting& a : kAccountings) row.push_back(range(r.energy(a), 1e9));
  const SolutionCost& one = r.point.at_rho_1;
  const SolutionCost cost = std::isinf(rho) ? one : cost_at(*r.solution, one, rho);
  row.push_back(fmt::format("{:.0f}", cost.cells));
  row.push_back(fmt::format("{:.0f}", cost.steps));
  row.push_back(fmt::format("{:.4g}", cost.time_s * 1e6));
  row.push_back(fmt::format("{:.3g}", cost.area_F2));
  return row;
}

const char* claim_word(const std::optional<Estimate>& gain) {
  if (!gain) return "no: accuracy not reached";
  if (gain->low >= kClaimed) return "reproduced";
  return gain->high < kClaimed ? "not reproduced" : "not decided";
}

std::string network_text(const NetworkResult& row, const SolutionPlan& plan) {
  std::vector<Row> rows{{"solution", "operating point"}};
  for (const Accounting& a : kAccountings) rows[0].push_back(std::string(a.name) + ", nJ");
  for (const char* title : {"cells", "steps", "time, us", "area, F^2"}) rows[0].push_back(title);
  const std::vector<Reached> all = reached_by(row, plan);
  for (const Reached& r : all) rows.push_back(row_of(r));
  std::string text = fmt::format("{} on {}: energy of one sample at accuracy {} % or more\n{}",
                                 row.network->model, row.network->dataset,
                                 percent(fp_accuracy(row) - kRecoveredWithin), text_table(rows, 2));
  for (const Accounting& a : kAccountings) {
    const auto found = gain(all, a);
    text += fmt::format("  best baseline over {}, {}: {}; at least 10 times: {}\n",
                        all.empty() ? "" : all.back().solution->name, a.name,
                        found ? range(*found, 1.0) : "-", claim_word(found));
  }
  return text + '\n';
}

std::string text(const LayoutInput& input) {
  std::string text;
  for (const NetworkResult& row : input.results) text += network_text(row, *input.solutions);
  return text + fmt::format(
                    "Simulated at kappa {:g}. At c times that, rho and the energies of the array "
                    "are c\ntimes as large, and reads c^2 times as many, but at least one. Intervals: "
                    "where the 95 %\ninterval of the accuracy over chips meets the target; the smallest "
                    "point tried stands for\nall below.\n",
                    input.solutions->kappas.front());
}

Json json(const LayoutInput& input) {
  Json list = Json::array();
  for (const NetworkResult& row : input.results) {
    Json one{{"model", row.network->model}, {"target", fp_accuracy(row) - kRecoveredWithin}};
    one["solutions"] = Json::array();
    const std::vector<Reached> all = reached_by(row, *input.solutions);
    for (const Reached& r : all) {
      Json entry{{"solution", r.solution->name}, {"baseline", r.solution->baseline}};
      add_estimate(entry, "rho", r.point.rho);
      for (const Accounting& a : kAccountings) add_estimate(entry, a.name, r.energy(a));
      one["solutions"].push_back(std::move(entry));
    }
    one["gain"] = Json::array();
    for (const Accounting& a : kAccountings) {
      const auto found = gain(all, a);
      Json entry{{"accounting", a.name}, {"claim", claim_word(found)}};
      if (found) add_estimate(entry, "gain", *found);
      one["gain"].push_back(std::move(entry));
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

const TableLayout kFluctuationEnergyLayout = {"fluctuation-energy", solution_table_models, "energy",
                                              text, json, sweep_grid};

}  // namespace imcbench
