// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/solution_gain.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace imcbench {

namespace {

constexpr Accounting kAccountings[] = {
    {"array", "array, pulse widths", &SolutionCost::array_J},
    {"converters", "with converters, pulse widths", &SolutionCost::with_converters_J},
    {"amplitudes", "array, amplitudes", &SolutionCost::amplitude_J},
};

}  // namespace

std::span<const Accounting> accountings() { return kAccountings; }

Estimate Reached::energy_J(const Accounting& accounting) const {
  const auto at = [&](double rho) {
    return std::isinf(rho) ? rho : cost_at(*solution, point.at_rho_1, rho).*accounting.energy_J;
  };
  return {at(point.rho.value), at(point.rho.low), at(point.rho.high)};
}

std::vector<Reached> reached_by(const NetworkResult& row, const SolutionPlan& plan) {
  std::vector<Reached> all;
  for (const Solution& solution : plan.solutions) {
    const auto point =
        iso_point(row, plan, solution, fp_accuracy(row) - kRecoveredWithin, plan.kappas.front());
    if (point) all.push_back({&solution, *point});
  }
  return all;
}

double Reached::at_least_J(const Accounting& accounting) const {
  const double rho = std::isinf(point.rho.low) ? point.largest_rho : point.rho.low;
  return cost_at(*solution, point.at_rho_1, rho).*accounting.energy_J;
}

std::optional<Estimate> energy_gain(const std::vector<Reached>& all, const Accounting& accounting) {
  if (all.empty() || all.back().solution->baseline) return std::nullopt;
  const Estimate ours = all.back().energy_J(accounting);
  if (std::isinf(ours.value)) return std::nullopt;
  constexpr double infinite = std::numeric_limits<double>::infinity();
  Estimate theirs{infinite, infinite, infinite};
  bool baseline = false;
  for (const Reached& r : all) {
    if (!r.solution->baseline) continue;
    baseline = true;
    const Estimate energy_J = r.energy_J(accounting);
    theirs.value = std::min(theirs.value, energy_J.value);
    theirs.low = std::min(theirs.low, r.at_least_J(accounting));
    theirs.high = std::min(theirs.high, energy_J.high);
  }
  if (!baseline) return std::nullopt;
  return Estimate{theirs.value / ours.value, theirs.low / ours.high, theirs.high / ours.low};
}

}  // namespace imcbench
