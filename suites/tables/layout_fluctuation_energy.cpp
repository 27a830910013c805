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
#include "suites/tables/solution_gain.h"

namespace imcbench {

namespace {

using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

constexpr double kClaimed = 10.0;  // "at least an order of magnitude"

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
  for (const Accounting& a : accountings()) row.push_back(range(r.energy_J(a), 1e9));
  const SolutionCost& one = r.point.at_rho_1;
  const SolutionCost cost = std::isinf(rho) ? one : cost_at(*r.solution, one, rho);
  row.push_back(fmt::format("{:.0f}", cost.cells));
  row.push_back(fmt::format("{:.0f}", cost.steps));
  row.push_back(fmt::format("{:.4g}", cost.time_s * 1e6));
  row.push_back(fmt::format("{:.3g}", cost.area_F2));
  return row;
}

const char* claim_word(const std::optional<Estimate>& gain) {
  if (!gain) return "no: it does not reach the accuracy, or there is no baseline";
  if (gain->low >= kClaimed) return "reproduced";
  return gain->high < kClaimed ? "not reproduced" : "not decided";
}

std::string network_text(const NetworkResult& row, const SolutionPlan& plan) {
  std::vector<Row> rows{{"solution", "operating point"}};
  for (const Accounting& a : accountings()) rows[0].push_back(std::string(a.name) + ", nJ");
  for (const char* title : {"cells", "steps", "time, us", "area, F^2"}) rows[0].push_back(title);
  const std::vector<Reached> all = reached_by(row, plan);
  for (const Reached& r : all) rows.push_back(row_of(r));
  std::string text = fmt::format("{} on {}, {}: energy of one sample at accuracy {} % or more\n{}",
                                 row.network->model, row.network->dataset, size_text(row),
                                 percent(fp_accuracy(row) - kRecoveredWithin), text_table(rows, 2));
  for (const Accounting& a : accountings()) {
    const auto found = energy_gain(all, a);
    text += fmt::format("  best baseline over {}, {}: {}; at least 10 times: {}\n",
                        all.empty() ? "" : all.back().solution->name, a.name,
                        found ? ratio_range(*found) : "-", claim_word(found));
  }
  return text + '\n';
}

// "reproduced", "not reproduced" or "depends on accounting" over all networks: under one way to
// account it is reproduced where most networks reach the factor.
std::string published_claim(const LayoutInput& input) {
  std::vector<std::string> with, without;
  for (const Accounting& a : accountings()) {
    std::size_t reached = 0;
    for (const NetworkResult& row : input.results) {
      const auto found = energy_gain(reached_by(row, *input.solutions), a);
      reached += found && found->low >= kClaimed ? 1 : 0;
    }
    const bool most = 2 * reached > input.results.size();
    (most ? with : without)
        .push_back(fmt::format("{} ({} of {} networks)", a.name, reached, input.results.size()));
  }
  if (without.empty()) return fmt::format("reproduced: {}", fmt::join(with, "; "));
  if (with.empty()) return fmt::format("not reproduced: {}", fmt::join(without, "; "));
  return fmt::format("depends on accounting: reproduced with {}; not with {}",
                     fmt::join(with, "; "), fmt::join(without, "; "));
}

std::string text(const LayoutInput& input) {
  std::string text;
  for (const NetworkResult& row : input.results) text += network_text(row, *input.solutions);
  text += fmt::format(
      "published (arXiv 2112.00324, abstract): at least {:g} times the energy efficiency of the\n"
      "alternatives; here {}\n\n",
      kClaimed, published_claim(input));
  return text + fmt::format(
                    "Simulated at kappa {:g}. At c times that, with law = power and beta = 1, rho and "
                    "the energies\nof the array are c times as large, and reads c^2 times as many, but "
                    "at least one. Intervals: where\nthe 95 % interval of the accuracy over chips meets "
                    "the target; the smallest point tried stands for\nall below. Above: no baseline "
                    "reaches the accuracy, and each costs more than where it was tried last.\n",
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
      for (const Accounting& a : accountings()) add_estimate(entry, a.name, r.energy_J(a));
      one["solutions"].push_back(std::move(entry));
    }
    one["gain"] = Json::array();
    for (const Accounting& a : accountings()) {
      const auto found = energy_gain(all, a);
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
