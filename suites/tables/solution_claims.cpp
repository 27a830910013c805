// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/solution_claims.h"

#include <algorithm>
#include <limits>

#include "kernels/core/check.h"
#include "suites/tables/solution_gain.h"

namespace imcbench {

namespace {

using Parts = std::vector<ClaimPart>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Estimate kUnknown{kNaN, kNaN, kNaN};  // decides nothing

const Solution& solution_named(const std::string& name, const TableClaim& claim,
                               const SolutionPlan& plan) {
  std::vector<std::string> names;
  for (const Solution& solution : plan.solutions) {
    if (solution.name == name) return solution;
    names.push_back(solution.name);
  }
  input_error("{}: no solution '{}'{}", claim.place, name, suggestion(name, names));
}

const Accounting& accounting_named(const TableClaim& claim) {
  std::vector<std::string> names;
  for (const Accounting& accounting : accountings()) {
    if (claim.accounting == accounting.key) return accounting;
    names.emplace_back(accounting.key);
  }
  input_error("{}: no accounting '{}'{}", claim.place, claim.accounting,
              suggestion(claim.accounting, names));
}

std::string at(const NetworkResult& row, double kappa) {
  return fmt::format("{}, kappa {:g}", row.network->model, kappa);
}

std::optional<SolutionFigures> figures(const NetworkResult& row, const SolutionPlan& plan,
                                       const Solution& solution, double kappa) {
  return figures_of(row, plan, solution, std::nullopt, kappa);
}

}  // namespace

Parts falls_with_intensity(const TableClaim& claim, const ClaimInput& input) {
  const SolutionPlan& plan = *input.solutions;
  const Solution& solution = solution_named(claim.solution, claim, plan);
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    for (std::size_t k = 0; k + 1 < plan.kappas.size(); ++k) {
      const auto weaker = figures(row, plan, solution, plan.kappas[k]);
      const auto stronger = figures(row, plan, solution, plan.kappas[k + 1]);
      if (!weaker || !stronger) continue;
      parts.push_back({fmt::format("{} - {:g}", at(row, plan.kappas[k]), plan.kappas[k + 1]),
                       paired_difference(*weaker, *stronger), 0, true});
    }
  }
  return parts;
}

Parts recovers(const TableClaim& claim, const ClaimInput& input) {
  const SolutionPlan& plan = *input.solutions;
  const Solution& solution = solution_named(claim.solution, claim, plan);
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const double exact = fp_accuracy(row);
    for (const double kappa : plan.kappas) {
      const auto found = figures(row, plan, solution, kappa);
      if (!found) continue;
      const Estimate a = found->accuracy();
      parts.push_back({at(row, kappa), {a.value - exact, a.low - exact, a.high - exact},
                       -kRecoveredWithin, true});
    }
  }
  return parts;
}

Parts ordering(const TableClaim& claim, const ClaimInput& input) {
  const SolutionPlan& plan = *input.solutions;
  if (claim.order.size() < 2) input_error("{}: 'order' needs two solutions or more", claim.place);
  Parts parts;
  for (std::size_t s = 0; s + 1 < claim.order.size(); ++s) {
    const Solution& lower = solution_named(claim.order[s], claim, plan);
    const Solution& upper = solution_named(claim.order[s + 1], claim, plan);
    for (const NetworkResult& row : input.results) {
      if (!claim.concerns(row)) continue;
      for (const double kappa : plan.kappas) {
        const auto a = figures(row, plan, upper, kappa), b = figures(row, plan, lower, kappa);
        if (!a || !b) continue;
        parts.push_back({fmt::format("{} - {}: {}", upper.name, lower.name, at(row, kappa)),
                         paired_difference(*a, *b), -claim.margin, true, true});
      }
    }
  }
  return parts;
}

Parts energy_gains(const TableClaim& claim, const ClaimInput& input) {
  const Accounting& accounting = accounting_named(claim);
  const std::vector<Solution>& all_solutions = input.solutions->solutions;
  const bool baseline = std::ranges::any_of(all_solutions, &Solution::baseline);
  if (!baseline || all_solutions.back().baseline) {
    input_error("{}: needs a [[solution]] with baseline = true, and a last one without",
                claim.place);
  }
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const std::vector<Reached> all = reached_by(row, *input.solutions);
    if (all.empty()) continue;
    const auto found = energy_gain(all, accounting);
    parts.push_back({row.network->model, found.value_or(kUnknown), claim.factor, false});
  }
  return parts;
}

}  // namespace imcbench
