// SPDX-License-Identifier: Apache-2.0
// Functions with known sensitivity indices, and outputs of pick-freeze designs of them.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "tests/analysis/normals.h"

namespace imcbench {

struct TestFunction {
  const char* name;
  std::size_t factors;
  std::function<double(std::span<const double>)> f;  // of independent standard normals
  double variance;
  std::vector<double> first, total, shapley;  // shares of the variance
};

// sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform on (-pi, pi), a = 7, b = 0.1.
//   V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225, no other
inline TestFunction ishigami() {
  constexpr double a = 7, b = 0.1;
  const double pi = std::numbers::pi, pi4 = std::pow(pi, 4);
  const double v1 = 0.5 * std::pow(1 + b * pi4 / 5, 2), v2 = a * a / 8;
  const double v13 = 8 * b * b * pi4 * pi4 / 225, v = v1 + v2 + v13;
  const auto f = [pi](std::span<const double> z) {
    double x[3];
    for (int k = 0; k < 3; ++k) x[k] = pi * (2 * testing_draws::normal_cdf(z[k]) - 1);
    return std::sin(x[0]) * (1 + b * std::pow(x[2], 4)) + a * std::pow(std::sin(x[1]), 2);
  };
  return {"ishigami",
          3,
          f,
          v,
          {v1 / v, v2 / v, 0},
          {(v1 + v13) / v, v2 / v, v13 / v},
          {(v1 + v13 / 2) / v, v2 / v, v13 / 2 / v}};
}

// 3 z1 + 2 z2 + z3 + 5: shares c^2 / 14, no interaction.
inline TestFunction linear() {
  const auto f = [](std::span<const double> z) { return 3 * z[0] + 2 * z[1] + z[2] + 5; };
  const std::vector<double> shares{9.0 / 14, 4.0 / 14, 1.0 / 14};
  return {"linear", 3, f, 14, shares, shares, shares};
}

// (1 + z1)(1 + z2): V1 = V2 = V12 = 1.
inline TestFunction product() {
  const auto f = [](std::span<const double> z) { return (1 + z[0]) * (1 + z[1]); };
  return {"product", 2, f, 3, {1.0 / 3, 1.0 / 3}, {2.0 / 3, 2.0 / 3}, {0.5, 0.5}};
}

inline std::vector<TestFunction> test_functions() { return {ishigami(), linear(), product()}; }

// y[mask][rows]: the factors in the mask from the second design.
inline std::vector<std::vector<double>> pick_freeze_outputs(const TestFunction& f,
                                                            std::uint32_t rows,
                                                            std::uint32_t replica) {
  const auto factors = static_cast<std::uint32_t>(f.factors);
  std::vector<std::vector<double>> y(std::size_t{1} << factors);
  std::vector<double> z(factors), mixed(factors);
  std::vector<double> other(factors);
  for (std::uint32_t i = 0; i < rows; ++i) {
    for (std::uint32_t k = 0; k < factors; ++k) {
      z[k] = testing_draws::normal(replica, 2 * (i * factors + k));
      other[k] = testing_draws::normal(replica, 2 * (i * factors + k) + 1);
    }
    for (std::size_t mask = 0; mask < y.size(); ++mask) {
      for (std::uint32_t k = 0; k < factors; ++k) mixed[k] = (mask >> k) & 1 ? other[k] : z[k];
      y[mask].push_back(f.f(mixed));
    }
  }
  return y;
}

inline bool holds(const Estimate& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

}  // namespace imcbench
