// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/sobol.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "tests/analysis/sensitivity_functions.h"

namespace imcbench {
namespace {

struct Design {
  std::vector<double> y_a, y_b;
  std::vector<std::vector<double>> y_ab;
};

Design design_of(const TestFunction& f, std::uint32_t rows, std::uint32_t replica) {
  const std::size_t all = (std::size_t{1} << f.factors) - 1;
  const auto y = pick_freeze_outputs(f, rows, replica);
  Design d{y[0], y[all], {}};
  for (std::size_t k = 0; k < f.factors; ++k) d.y_ab.push_back(y[std::size_t{1} << k]);
  return d;
}

SobolDecomposition decompose(const Design& d) { return sobol_indices(d.y_a, d.y_b, d.y_ab); }

// The formulas of the header, literally.
std::array<double, 2> plain_indices(const std::vector<double>& a, const std::vector<double>& b,
                                    const std::vector<double>& ab) {
  const auto n = static_cast<double>(a.size());
  double m = 0, v = 0, first = 0, total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) m += (a[i] + b[i]) / (2 * n);
  for (std::size_t i = 0; i < a.size(); ++i) {
    v += ((a[i] - m) * (a[i] - m) + (b[i] - m) * (b[i] - m)) / (2 * n - 1);
    first += (b[i] - m) * (ab[i] - a[i]) / n;
    total += (a[i] - ab[i]) * (a[i] - ab[i]) / (2 * n);
  }
  return {first / v, total / v};
}

TEST(Sobol, IndicesAndJackknifeMatchTheFormulasLiterally) {
  const Design d = design_of(ishigami(), 9, 1);
  const SobolDecomposition s = decompose(d);
  constexpr double kT8 = 2.306004135204166;  // st.t.ppf(.975, 8)
  for (std::size_t k = 0; k < 3; ++k) {
    const auto all = plain_indices(d.y_a, d.y_b, d.y_ab[k]);
    EXPECT_NEAR(s.factors[k].first.value, all[0], 1e-12);
    EXPECT_NEAR(s.factors[k].total.value, all[1], 1e-12);
    std::vector<double> first, total;
    for (std::ptrdiff_t i = 0; i < 9; ++i) {
      auto a = d.y_a, b = d.y_b, ab = d.y_ab[k];
      for (auto* y : {&a, &b, &ab}) y->erase(y->begin() + i);
      first.push_back(plain_indices(a, b, ab)[0]);
      total.push_back(plain_indices(a, b, ab)[1]);
    }
    const auto half = [&](const std::vector<double>& x) {
      double mean = 0, squares = 0;
      for (const double v : x) mean += v / 9;
      for (const double v : x) squares += (v - mean) * (v - mean);
      return kT8 * std::sqrt(8.0 / 9.0 * squares);
    };
    EXPECT_NEAR(s.factors[k].first.high, all[0] + half(first), 1e-11);
    EXPECT_NEAR(s.factors[k].first.low, all[0] - half(first), 1e-11);
    EXPECT_NEAR(s.factors[k].total.high, all[1] + half(total), 1e-11);
  }
}

TEST(Sobol, KnownIndicesAreFoundWithManyRows) {
  for (const TestFunction& f : test_functions()) {
    const SobolDecomposition s = decompose(design_of(f, 100000, 7));
    for (std::size_t k = 0; k < f.factors; ++k) {
      EXPECT_NEAR(s.factors[k].first.value, f.first[k], 0.02) << f.name << k;
      EXPECT_NEAR(s.factors[k].total.value, f.total[k], 0.02) << f.name << k;
    }
    EXPECT_NEAR(s.variance, f.variance, 0.03 * f.variance) << f.name;
  }
}

TEST(Sobol, ALargeMeanCostsNoDigits) {
  Design d = design_of(ishigami(), 200, 3);
  const SobolDecomposition plain = decompose(d);
  for (auto* y : {&d.y_a, &d.y_b, &d.y_ab[0], &d.y_ab[1], &d.y_ab[2]}) {
    for (double& v : *y) v += 1e6;
  }
  const SobolDecomposition moved = decompose(d);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(moved.factors[k].first.low, plain.factors[k].first.low, 1e-8);
    EXPECT_NEAR(moved.factors[k].total.high, plain.factors[k].total.high, 1e-8);
  }
}

TEST(Sobol, AFactorWithoutEffectIsExactlyZeroAndAConstantIsUndefined) {
  Design d = design_of(ishigami(), 50, 4);
  d.y_ab[1] = d.y_a;
  const SobolIndices none = decompose(d).factors[1];
  EXPECT_EQ(none.first.value, 0.0);
  EXPECT_EQ(none.total.high, 0.0);
  const std::vector<double> flat(50, 0.9);
  const SobolDecomposition s = sobol_indices(flat, flat, std::vector<std::vector<double>>{flat});
  EXPECT_TRUE(std::isnan(s.factors[0].first.value) && std::isnan(s.factors[0].total.low));
  EXPECT_THROW(
      sobol_indices(flat, std::vector<double>(49, 0.9), std::vector<std::vector<double>>{flat}),
      std::logic_error);
}

// 1,000 designs of 256 rows, fixed seed. A jackknife interval of a ratio holds its level only
// approximately at this size, and least for the heavy tails of a product; the floor is what is
// promised in the header. Found: 92.4 to 96.1 %.
TEST(Sobol, IntervalsCover) {
  constexpr std::uint32_t kRuns = 1000;
  for (const TestFunction& f : test_functions()) {
    std::vector<std::uint64_t> first(f.factors, 0), total(f.factors, 0);
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      const SobolDecomposition s = decompose(design_of(f, 256, 100 + run));
      for (std::size_t k = 0; k < f.factors; ++k) {
        first[k] += holds(s.factors[k].first, f.first[k]);
        total[k] += holds(s.factors[k].total, f.total[k]);
      }
    }
    for (std::size_t k = 0; k < f.factors; ++k) {
      EXPECT_GE(first[k], kRuns * 92 / 100) << f.name << k;
      EXPECT_GE(total[k], kRuns * 92 / 100) << f.name << k;
      EXPECT_LE(first[k], kRuns * 98 / 100) << f.name << k;
      EXPECT_LE(total[k], kRuns * 98 / 100) << f.name << k;
    }
  }
}

}  // namespace
}  // namespace imcbench
