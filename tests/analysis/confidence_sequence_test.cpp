// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/confidence_sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace imcbench {
namespace {

// The ratio of two Student densities: t under the mixture is sqrt(1 + n g) times as wide.
double bayes_factor(double t, double n, double g) {
  const boost::math::students_t_distribution<double> student(n - 1.0);
  const double stretch = std::sqrt(1.0 + n * g);
  return pdf(student, t / stretch) / stretch / pdf(student, t);
}

TEST(NormalMixture, EndsAreWhereTheBayesFactorReachesOneOverAlpha) {
  for (const std::uint64_t n : {15u, 20u, 50u, 300u, 2000u}) {
    for (const double level : {0.8, 0.95, 0.99}) {
      for (const double g : {0.2, 1.0}) {
        const Interval i = normal_mixture_sequence(0.8, 0.05, n, level, g);
        ASSERT_TRUE(std::isfinite(i.high));
        const auto chips = static_cast<double>(n);
        const double t = (i.high - 0.8) / (0.05 / std::sqrt(chips));
        EXPECT_NEAR(bayes_factor(t, chips, g) * (1.0 - level), 1.0, 1e-9) << n << " " << level;
        EXPECT_NEAR(i.high - 0.8, 0.8 - i.low, 1e-14);
      }
    }
  }
}

// Simpson's rule under the null: one look is a fair bet, whatever n and g.
TEST(NormalMixture, BayesFactorHasMeanOneUnderTheNull) {
  const boost::math::students_t_distribution<double> student(39.0);
  double mean = 0.0;
  for (int k = -20000; k <= 20000; ++k) {
    const double t = k * 0.01;
    const double weight = k % 2 == 0 ? 2.0 : 4.0;
    mean += weight / 3.0 * 0.01 * pdf(student, t) * bayes_factor(t, 40.0, kDefaultMixture);
  }
  EXPECT_NEAR(mean, 1.0, 1e-8);
}

TEST(NormalMixture, WidthOverTheStudentIntervalIsAsTheTableSays) {
  constexpr std::array<std::uint64_t, 10> kChips{30,  50,   100,  200,  300,
                                                 500, 1000, 2000, 3000, 10000};
  constexpr std::array<double, 10> kRatio{2.02, 1.73, 1.59, 1.56, 1.56,
                                          1.57, 1.61, 1.66, 1.68, 1.77};
  for (std::size_t k = 0; k < kChips.size(); ++k) {
    const double sequence = normal_mixture_sequence(0.0, 1.0, kChips[k]).high;
    EXPECT_NEAR(sequence / mean_interval(0.0, 1.0, kChips[k]).high, kRatio[k], 0.005) << kChips[k];
  }
}

TEST(NormalMixture, IsInfiniteBelowFifteenChips) {
  for (const std::uint64_t n : {0u, 1u, 2u, 14u}) {
    EXPECT_EQ(normal_mixture_sequence(0.8, 0.1, n).low, -INFINITY) << n;
    EXPECT_EQ(normal_mixture_sequence(0.8, 0.0, n).high, INFINITY) << n;
  }
  EXPECT_TRUE(std::isfinite(normal_mixture_sequence(0.8, 0.1, 15).high));
}

TEST(NormalMixture, BadLevelsAndMixturesAreRefused) {
  for (const double level : {0.0, 1.0, 95.0, std::nan("")}) {
    EXPECT_THROW(normal_mixture_sequence(0.8, 0.1, 30, level), std::logic_error);
    EXPECT_THROW(betting_sequence({}, level), std::logic_error);
  }
  EXPECT_THROW(normal_mixture_sequence(0.8, 0.1, 30, 0.95, 0.0), std::logic_error);
}

// Level 1/2: ln(2/alpha) = 2 ln 2, V_0 = 1/4, b_1 = sqrt(2 * 2 ln 2 / (1/4 * ln 2)) = 4. For small
// mu the capital is 1 + 4 (0.9 - mu) and reaches 4 at mu = 0.15; the other one never reaches 4.
TEST(Betting, OneValueByHand) {
  const Interval i = betting_sequence(std::vector<double>{0.9}, 0.5);
  EXPECT_NEAR(i.low, 0.15, 1e-15);
  EXPECT_EQ(i.high, 1.0);
}

// numpy, sums of log1p: V = (.25 + cumsum((x - m)**2)) / (i + 1), m = (.5 + cumsum(x)) / (i + 1),
// b = sqrt(2 * log(2 / alpha) / (V_before * i * log1p(i))), then 50 halvings of [0, 1] of
// log1p(minimum(b, .75 / mu) * (x - mu)).sum() and of its mirror.
TEST(Betting, MatchesNumpy) {
  std::vector<double> wide(40);
  for (std::size_t k = 0; k < 40; ++k) wide[k] = static_cast<double>(k * 37 % 101) / 100.0;
  EXPECT_NEAR(betting_sequence(wide).low, 0.3479161470296317, 1e-13);
  EXPECT_NEAR(betting_sequence(wide).high, 0.6218197143491508, 1e-13);
  std::vector<double> narrow(100);
  for (std::size_t k = 0; k < 100; ++k)
    narrow[k] = 0.8 + static_cast<double>(k * 37 % 101) / 1000.0;
  EXPECT_NEAR(betting_sequence(narrow, 0.99).low, 0.7920153533070264, 1e-13);
  EXPECT_NEAR(betting_sequence(narrow, 0.99).high, 0.8693168350718388, 1e-13);
}

TEST(Betting, MirroredValuesGiveTheMirroredInterval) {
  std::vector<double> x(60);
  std::vector<double> mirror(60);
  for (std::size_t k = 0; k < 60; ++k) {
    x[k] = static_cast<double>(k * 29 % 64) / 64.0;
    mirror[k] = 1.0 - x[k];
  }
  EXPECT_NEAR(betting_sequence(x).low, 1.0 - betting_sequence(mirror).high, 1e-13);
  EXPECT_NEAR(betting_sequence(x).high, 1.0 - betting_sequence(mirror).low, 1e-13);
}

TEST(Betting, NoValueSaysNothingAndManyEqualOnesCloseIn) {
  EXPECT_EQ(betting_sequence({}).low, 0.0);
  EXPECT_EQ(betting_sequence({}).high, 1.0);
  const Interval ones = betting_sequence(std::vector<double>(2000, 1.0));
  EXPECT_GT(ones.low, 0.99);
  EXPECT_EQ(ones.high, 1.0);
  const Interval zeros = betting_sequence(std::vector<double>(2000, 0.0));
  EXPECT_EQ(zeros.low, 0.0);
  EXPECT_LT(zeros.high, 0.01);
}

TEST(Betting, ValuesOutsideZeroToOneAreRefused) {
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    EXPECT_THROW(betting_sequence(std::vector<double>{0.5, bad}), std::logic_error);
  }
}

}  // namespace
}  // namespace imcbench
