// SPDX-License-Identifier: Apache-2.0
// What tames a fluctuating memory, and how it is set: the [[solution]]s of a table. A solution is
// weights (trained for the devices or not), stages of the hardware that it switches on, and what
// buys a smaller fluctuation:
//
//   nothing   the chip's energy coefficient stays at 1
//   rho       the coefficient, that is conductance: energy * rho
//   reads     R reads of everything, averaged: the deviation falls as with rho = R^(1/2), as
//             beta = 1 and every read meets fresh states; energy * R
//
// Every setting is a point of one sweep: models, stages and coefficients move together.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/schema.h"
#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"

namespace imcbench {

enum class Buys { nothing, rho, reads };

struct Solution {
  std::string place;  // file:line:column
  std::string name;   // "A + B + C"
  std::string ending;               // of its models: "", "-device", and those of further seeds
  std::vector<std::string> stages;  // switched on
  Buys buys = Buys::rho;
  bool baseline = false;  // the claim compares with the best of these
  std::string compared_with;  // name of another one: differences are printed; "": none
};

struct SolutionPlan {
  std::string place;  // of [operating_points]
  std::vector<Solution> solutions;
  std::vector<double> rhos;    // coefficients that are tried
  std::vector<double> kappas;  // intensities, where each is simulated
};

inline constexpr double kSmallestRho = 1.0 / 64, kLargestRho = 64.0;  // of the parameter
inline constexpr const char* kRhoParameter = "rtn_moments.rho";
inline constexpr const char* kKappaParameter = "rtn_moments.kappa";

// [[solution]] and [operating_points] of a table file.
SolutionPlan read_solutions(TomlTable& root);

// One point of a solution's sweep.
struct SolutionPoint {
  std::string model;  // as the suite names it
  std::vector<std::string> stages;
  std::optional<double> rho;  // find_point(): any
};

// Of `models` (the row's own first), those of a solution: MODEL + ending, MODEL + ending + "-sN".
std::vector<std::string> models_of(const Solution& solution, std::span<const std::string> models);

// The suite's sweep becomes these points, each at every intensity. All stages that some solution
// switches are switched off elsewhere.
void set_sweep(const SolutionPlan& plan, std::span<const SolutionPoint> points, Suite& suite);

// Its scenario; null when it is not there.
const ScenarioResult* find_point(const ResultFile& result, const SolutionPlan& plan,
                                 const SolutionPoint& point, double kappa);

}  // namespace imcbench
