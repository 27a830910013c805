// SPDX-License-Identifier: Apache-2.0
// Energies of solutions where they are as accurate as floating point less kRecoveredWithin, under
// several ways to account, and how the last solution compares with the best baseline. A baseline
// that does not reach the accuracy costs more than where it was tried last.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suites/tables/solution_figures.h"

namespace imcbench {

struct Accounting {
  const char* key;   // in [[claim]]s
  const char* name;  // as printed
  double SolutionCost::*energy_J;
};
std::span<const Accounting> accountings();

struct Reached {
  const Solution* solution;
  IsoPoint point;

  // Of one sample; infinite where the accuracy is not reached.
  Estimate energy_J(const Accounting& accounting) const;

  // The lower end of energy_J; where the accuracy is not reached, what the last point tried costs.
  double at_least_J(const Accounting& accounting) const;
};

// Solutions with results, at the plan's first intensity.
std::vector<Reached> reached_by(const NetworkResult& row, const SolutionPlan& plan);

// Energy of the cheapest baseline over that of the last solution. Where no baseline reaches the
// accuracy the value is infinite, and `low` still holds. A lower end of zero and an upper one that is
// infinite are not known. Nothing where the last solution does not reach the accuracy, or there is
// no baseline.
std::optional<Estimate> energy_gain(const std::vector<Reached>& all, const Accounting& accounting);

}  // namespace imcbench
