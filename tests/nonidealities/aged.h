// SPDX-License-Identifier: Apache-2.0
// One device through a kind of the age stage, and its law held against a formula of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <utility>

#include "kernels/nonidealities/law.h"
#include "tests/nonidealities/support.h"

namespace imcbench::testing_nonideality {

using Changes = std::initializer_list<std::pair<const char*, double>>;

inline TileContext at_time(double time_s, float g_max_uS = 25.0f, float g_min_uS = 0.0f) {
  return {512, 64, g_max_uS, time_s, g_min_uS};
}

// The aged conductance of a device that was programmed exactly.
template <class F>
float aged_uS(const F& functor, double target_uS, double xi) {
  const auto target = static_cast<float>(target_uS);
  Cell cell{target, target, target};
  functor(cell, static_cast<float>(xi));
  return cell.g_uS;
}

template <class F>
Law law_of(Changes changes, const TileContext& context, double target_uS) {
  ParamValues values = ParamValues::defaults(F::params);
  for (const auto& [name, value] : changes) values.set(name, value);
  return F::law(values, context, target_uS);
}

// Mean of f(Z), Z standard normal: midpoints of 36,000 cells over |z| < 9.
template <class Formula>
double normal_mean(Formula f) {
  constexpr double kStep = 5e-4;
  double sum = 0.0;
  for (int i = 0; i < 36000; ++i) {
    const double z = (i + 0.5) * kStep - 9.0;
    sum += f(z) * std::exp(-0.5 * z * z);
  }
  return sum * kStep / std::sqrt(2.0 * 3.14159265358979323846);
}

// `formula(xi)` is the conductance in uS, in double: the functor follows it draw by draw, to float
// precision, and the law has its mean and variance, to the precision of the quadrature.
template <class F, class Formula>
void expect_formula(Changes changes, const TileContext& context, double target_uS,
                    Formula formula) {
  const F functor = bound<F>(changes, context);
  const double rounding = 1e-6 * static_cast<double>(context.g_max_uS);
  for (const double xi : {-6.0, -2.5, -1.0, -0.1, 0.0, 0.3, 1.0, 2.0, 6.0}) {
    EXPECT_NEAR(aged_uS(functor, target_uS, xi), formula(xi), rounding)
        << F::info.name << ", target " << target_uS << ", xi " << xi;
  }
  const Law law = law_of<F>(changes, context, target_uS);
  const double mean = normal_mean(formula);
  const double variance = normal_mean([&](double z) { return std::pow(formula(z) - mean, 2); });
  EXPECT_NEAR(law.mean(), mean, 1e-7 * (1e-6 + std::fabs(mean))) << F::info.name;
  EXPECT_NEAR(law.variance(), variance, 1e-6 * (1e-6 + variance)) << F::info.name;
}

// Bit for bit, whatever is drawn.
template <class F>
void expect_identity(Changes changes, const TileContext& context) {
  const F functor = bound<F>(changes, context);
  for (const double g : {0.0, 1e-6, 0.7, 3.3, 25.0, 88.0}) {
    for (const double xi : {-6.0, -0.4, 0.0, 6.0}) {
      EXPECT_EQ(aged_uS(functor, g, xi), static_cast<float>(g)) << F::info.name << ", xi " << xi;
    }
  }
}

}  // namespace imcbench::testing_nonideality
