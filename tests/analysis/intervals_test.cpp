// SPDX-License-Identifier: Apache-2.0
// References from scipy 1.10.1 and numpy; the call stands next to each number.
#include "analysis/statistics/intervals.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

using testing_draws::kAllowedSigmas;
using testing_draws::sigmas_off;

const std::vector<double> kSeven{0.871, 0.884, 0.8795, 0.8602, 0.8911, 0.8777, 0.8834};

TEST(Intervals, MeanMatchesScipy) {
  const Estimate e = mean_with_interval(kSeven);
  EXPECT_NEAR(e.value, 0.8781285714285714, 1e-14);  // np.mean(x)
  // np.mean(x) -+ t(.95, 6) * st.sem(x), through the beta function, because st.t.ppf of this scipy
  // is off by 1e-9: b = sp.betaincinv(df / 2, .5, 1 - level); t = np.sqrt(df * (1 - b) / b)
  EXPECT_NEAR(e.low, 0.8688429306213933, 1e-13);
  EXPECT_NEAR(e.high, 0.8874142122357495, 1e-13);
  // st.t.interval(.99, 999, .84, .02 / np.sqrt(1000))
  const Interval i = mean_interval(0.84, 0.02, 1000, 0.99);
  EXPECT_NEAR(i.low, 0.8383677842905608, 1e-13);
  EXPECT_NEAR(i.high, 0.8416322157094391, 1e-13);
}

TEST(Intervals, StandardDeviationMatchesScipy) {
  const Estimate e = std_with_interval(kSeven);
  EXPECT_NEAR(e.value, 0.010040204892616207, 1e-15);  // np.std(x, ddof=1)
  EXPECT_NEAR(e.low, 0.006469841847092233, 1e-14);   // s * np.sqrt(6 / st.chi2.ppf(.975, 6))
  EXPECT_NEAR(e.high, 0.022109194959815358, 1e-14);   // s * np.sqrt(6 / st.chi2.ppf(.025, 6))
  const Interval i = std_interval(0.02, 1000);
  EXPECT_NEAR(i.low, 0.019160246982503255, 1e-14);   // .02 * np.sqrt(999 / st.chi2.ppf(.975, 999))
  EXPECT_NEAR(i.high, 0.020917307147948788, 1e-14);  // .02 * np.sqrt(999 / st.chi2.ppf(.025, 999))
}

struct ProportionCase {
  std::uint64_t k, n;
  double level, low, high;
};

TEST(Intervals, ClopperPearsonMatchesScipy) {
  // st.binomtest(k, n).proportion_ci(level, 'exact')
  const std::array<ProportionCase, 10> cases{{
      {0, 5, 0.95, 0.0, 0.5218237501049814},
      {0, 10, 0.95, 0.0, 0.30849710781876294},
      {0, 25, 0.95, 0.0, 0.1371851715307125},
      {0, 1000, 0.95, 0.0, 0.003682083896639526},
      {0, 10000, 0.95, 0.0, 0.000368819914622022},
      {3, 10, 0.95, 0.06673951117773447, 0.652452850060008},
      {10, 10, 0.95, 0.6915028921812371, 1.0},
      {950, 1000, 0.95, 0.9346095120845064, 0.9626646023953394},
      {1, 1, 0.95, 0.025, 1.0},
      {7, 20, 0.99, 0.11387976326673215, 0.6565685842319213},
  }};
  for (const ProportionCase& c : cases) {
    const Interval i = clopper_pearson(c.k, c.n, c.level);
    EXPECT_NEAR(i.low, c.low, 1e-12) << c.k << " of " << c.n;
    EXPECT_NEAR(i.high, c.high, 1e-12) << c.k << " of " << c.n;
  }
}

TEST(Intervals, ClopperPearsonEndsAreExactAndNoneIsEverything) {
  EXPECT_EQ(clopper_pearson(0, 7).low, 0.0);
  EXPECT_EQ(clopper_pearson(7, 7).high, 1.0);
  EXPECT_EQ(clopper_pearson(0, 0).low, 0.0);
  EXPECT_EQ(clopper_pearson(0, 0).high, 1.0);
  EXPECT_THROW(clopper_pearson(8, 7), std::logic_error);
}

TEST(Intervals, ClopperPearsonOfMissesIsTheMirror) {
  for (std::uint64_t k = 0; k <= 40; ++k) {
    const Interval hits = clopper_pearson(k, 40);
    const Interval misses = clopper_pearson(40 - k, 40);
    EXPECT_NEAR(hits.low, 1.0 - misses.high, 1e-13);
    EXPECT_NEAR(hits.high, 1.0 - misses.low, 1e-13);
  }
}

// Not simulated: the coverage at p is a finite sum over k.
TEST(Intervals, ClopperPearsonCoversAtLeastTheLevelForEveryProportion) {
  for (const std::uint64_t n : {1u, 5u, 30u, 200u}) {
    std::vector<Interval> intervals;
    for (std::uint64_t k = 0; k <= n; ++k) intervals.push_back(clopper_pearson(k, n));
    for (int step = 1; step < 500; ++step) {
      const double p = step / 500.0;
      const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), p);
      double coverage = 0.0;
      for (std::uint64_t k = 0; k <= n; ++k) {
        const bool covers = intervals[k].low <= p && p <= intervals[k].high;
        if (covers) coverage += pdf(binomial, static_cast<double>(k));
      }
      EXPECT_GE(coverage, 0.95 - 1e-12) << "n " << n << " p " << p;
    }
  }
}

TEST(Intervals, MeanAndStandardDeviationCoverNormalDraws) {
  constexpr std::uint32_t kReplicas = 20000;
  constexpr double kMean = 0.86;
  constexpr double kStd = 0.02;
  for (const std::uint32_t n : {2u, 10u, 50u}) {
    std::uint64_t mean_hits = 0;
    std::uint64_t std_hits = 0;
    std::vector<double> x(n);
    for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
      for (std::uint32_t e = 0; e < n; ++e) {
        x[e] = kMean + kStd * normal_of(testing_draws::word(replica, e));
      }
      const Estimate mean = mean_with_interval(x, 0.9);
      const Estimate std = std_with_interval(x, 0.9);
      mean_hits += mean.low <= kMean && kMean <= mean.high;
      std_hits += std.low <= kStd && kStd <= std.high;
    }
    EXPECT_LT(std::abs(sigmas_off(mean_hits, kReplicas, 0.9)), kAllowedSigmas) << "n " << n;
    EXPECT_LT(std::abs(sigmas_off(std_hits, kReplicas, 0.9)), kAllowedSigmas) << "n " << n;
  }
}

TEST(Intervals, TooFewChipsGiveNaNAndNotANarrowInterval) {
  const std::vector<double> none;
  const std::vector<double> one{0.87};
  EXPECT_TRUE(std::isnan(mean_with_interval(none).value));
  EXPECT_TRUE(std::isnan(std_with_interval(none).value));
  EXPECT_EQ(mean_with_interval(one).value, 0.87);
  EXPECT_TRUE(std::isnan(mean_with_interval(one).low));
  EXPECT_TRUE(std::isnan(mean_with_interval(one).high));
  EXPECT_TRUE(std::isnan(std_with_interval(one).value));
  EXPECT_TRUE(std::isnan(std_with_interval(one).high));
}

TEST(Intervals, EqualValuesGiveWidthZero) {
  const std::vector<double> same(5, 0.5);
  EXPECT_EQ(mean_with_interval(same).low, 0.5);
  EXPECT_EQ(mean_with_interval(same).high, 0.5);
  EXPECT_EQ(std_with_interval(same).high, 0.0);
}

TEST(Intervals, LevelOutsideZeroToOneIsRefused) {
  for (const double level : {0.0, 1.0, 95.0, -0.5, std::nan("")}) {
    EXPECT_THROW(mean_interval(0.8, 0.1, 10, level), std::logic_error);
    EXPECT_THROW(std_interval(0.1, 10, level), std::logic_error);
    EXPECT_THROW(clopper_pearson(1, 10, level), std::logic_error);
  }
}

}  // namespace
}  // namespace imcbench
