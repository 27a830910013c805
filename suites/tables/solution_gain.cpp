// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/solution_gain.h"

#include <cmath>

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

std::optional<Estimate> energy_gain(const std::vector<Reached>& all, const Accounting& accounting) {
  const Reached* best = nullptr;
  for (const Reached& r : all) {
    const double energy_J = r.energy_J(accounting).value;
    if (!r.solution->baseline || std::isinf(energy_J)) continue;
    if (best == nullptr || energy_J < best->energy_J(accounting).value) best = &r;
  }
  if (best == nullptr || all.back().solution->baseline) return std::nullopt;
  const Estimate theirs = best->energy_J(accounting), ours = all.back().energy_J(accounting);
  if (std::isinf(ours.value)) return std::nullopt;
  return Estimate{theirs.value / ours.value, theirs.low / ours.high, theirs.high / ours.low};
}

}  // namespace imcbench
