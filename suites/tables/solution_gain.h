// SPDX-License-Identifier: Apache-2.0
// Energies of solutions where they are as accurate as floating point less kRecoveredWithin, under
// several ways to account, and how the last solution compares with the best baseline.
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
};

// Solutions with results, at the plan's first intensity.
std::vector<Reached> reached_by(const NetworkResult& row, const SolutionPlan& plan);

// Energy of the cheapest baseline over that of the last solution. An end that is infinite or zero
// is not known. Nothing where one of them does not reach the accuracy.
std::optional<Estimate> energy_gain(const std::vector<Reached>& all, const Accounting& accounting);

}  // namespace imcbench
