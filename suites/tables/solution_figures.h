// SPDX-License-Identifier: Apache-2.0
// What the solutions of a table reach: accuracy, and what it costs.
#pragma once

#include <optional>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "suites/tables/network_rows.h"
#include "suites/tables/solutions.h"

namespace imcbench {

// Of accuracy, below floating point: what still counts as recovered.
inline constexpr double kRecoveredWithin = 0.01;

// Of one sample.
struct SolutionCost {
  double array_J = 0;            // pulse widths, or what the solution's stages say
  double with_converters_J = 0;  // and the conversions
  double amplitude_J = 0;        // array, inputs as voltages where they are not bit-serial
  double cells = 0, steps = 0, time_s = 0, area_F2 = 0;
};

// One solution at one operating point and one intensity, mean over its models (training seeds).
struct SolutionFigures {
  double rho = 1, reads = 1;
  std::vector<double> chips;       // [C] accuracy of chip c, mean over the models
  std::vector<double> seed_means;  // [models] mean accuracy over chips
  SolutionCost cost;

  Estimate accuracy() const { return mean_with_interval(chips); }
};

// `rho`: none where the sweep has only one. Nothing when no model's scenario is there.
std::optional<SolutionFigures> figures_of(const NetworkResult& row, const SolutionPlan& plan,
                                          const Solution& solution, std::optional<double> rho,
                                          double kappa);

// Coefficients that a solution is tried at.
std::vector<double> rhos_of(const SolutionPlan& plan, const Solution& solution);

// Mean of a - b over the chips that both have.
Estimate paired_difference(const SolutionFigures& a, const SolutionFigures& b);

// The cheapest operating point where a solution is as accurate as `target`: log-linear between the
// first point tried that is and the one before. `low` and `high`: where the upper and the lower end
// of the interval reach it. Infinite: none does. The smallest point tried stands for all below.
struct IsoPoint {
  Estimate rho;
  double largest_rho;     // tried
  SolutionCost at_rho_1;  // of one read
};
std::optional<IsoPoint> iso_point(const NetworkResult& row, const SolutionPlan& plan,
                                  const Solution& solution, double target, double kappa);

// Costs at an operating point of a solution, from those at rho = 1 and one read.
SolutionCost cost_at(const Solution& solution, const SolutionCost& at_rho_1, double rho);

// Accuracy in floating point of the row's own model, on the samples of the table.
double fp_accuracy(const NetworkResult& row);

}  // namespace imcbench
