// SPDX-License-Identifier: Apache-2.0
// References from scipy 1.10.1 and numpy; the call stands next to each number.
#include "analysis/statistics/quantiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

using testing_draws::kAllowedSigmas;
using testing_draws::sigmas_off;

struct RankCase {
  std::uint64_t n;
  double q;
  std::uint64_t low, high;
  bool low_found, high_found;
  double coverage;
};

TEST(Quantiles, EstimateIsTypeSeven) {
  std::vector<double> x{0.871, 0.884, 0.8795, 0.8602, 0.8911, 0.8777, 0.8834};
  std::sort(x.begin(), x.end());
  EXPECT_NEAR(quantile_type7(x, 0.05), 0.86344, 1e-14);  // np.quantile(x, .05)
  EXPECT_NEAR(quantile_type7(x, 0.50), 0.8795, 1e-14);   // np.quantile(x, .5)
  EXPECT_NEAR(quantile_type7(x, 0.95), 0.88897, 1e-14);  // np.quantile(x, .95)
  EXPECT_EQ(quantile_type7(x, 0.0), 0.8602);
  EXPECT_EQ(quantile_type7(x, 1.0), 0.8911);
}

TEST(Quantiles, RanksAndCoverageMatchScipy) {
  // l = max(l for l in range(1, n + 1) if st.binom.cdf(l - 1, n, q) <= .025)
  // u = min(u for u in range(1, n + 1) if st.binom.sf(u - 1, n, q) <= .025)
  // st.binom.cdf(u - 1, n, q) - st.binom.cdf(l - 1, n, q)
  const std::array<RankCase, 9> cases{{
      {1000, 0.05, 37, 65, true, true, 0.958095268222655},
      {1000, 0.50, 469, 532, true, true, 0.9537088026395018},
      {1000, 0.95, 936, 964, true, true, 0.9580952682226543},
      {72, 0.05, 1, 9, true, true, 0.9654900479083738},
      {71, 0.05, 1, 9, false, true, 0.9650005957039097},
      {6, 0.50, 1, 6, true, true, 0.96875},
      {5, 0.50, 1, 5, false, false, 0.9375},
      {30, 0.05, 1, 5, false, true, 0.7697257259285294},
      {1, 0.50, 1, 1, false, false, 0.0},
  }};
  for (const RankCase& c : cases) {
    const QuantileRanks r = quantile_ranks(c.n, c.q);
    EXPECT_EQ(r.low, c.low) << c.n << " " << c.q;
    EXPECT_EQ(r.high, c.high) << c.n << " " << c.q;
    EXPECT_EQ(r.low_found, c.low_found) << c.n << " " << c.q;
    EXPECT_EQ(r.high_found, c.high_found) << c.n << " " << c.q;
    EXPECT_NEAR(r.coverage, c.coverage, 1e-12) << c.n << " " << c.q;
  }
}

TEST(Quantiles, FoundRanksCoverAtLeastTheLevel) {
  for (std::uint64_t n = 1; n <= 400; ++n) {
    for (const double q : {0.01, 0.05, 0.5, 0.95}) {
      const QuantileRanks r = quantile_ranks(n, q);
      EXPECT_TRUE(1 <= r.low && r.low <= r.high && r.high <= n);
      EXPECT_TRUE(!(r.low_found && r.high_found) || r.coverage >= 0.95) << n << " " << q;
    }
  }
}

// Uniform draws, where the quantile q is q itself: for a continuous distribution the stated
// coverage is exact. Also where the interval could not reach the level (30 chips at 5 %).
TEST(Quantiles, StatedCoverageIsWhatASimulationFinds) {
  constexpr std::uint32_t kReplicas = 20000;
  for (const std::uint32_t n : {10u, 30u, 100u}) {
    for (const double q : {0.05, 0.5}) {
      std::uint64_t hits = 0;
      std::vector<double> x(n);
      for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
        for (std::uint32_t e = 0; e < n; ++e) x[e] = uniform_of(testing_draws::word(replica, e));
        std::sort(x.begin(), x.end());
        const QuantileEstimate estimate = quantile_with_interval(x, q);
        hits += estimate.low <= q && q <= estimate.high;
      }
      const double coverage = quantile_ranks(n, q).coverage;
      EXPECT_LT(std::abs(sigmas_off(hits, kReplicas, coverage)), kAllowedSigmas) << n << " " << q;
    }
  }
}

TEST(Quantiles, FewChipsSayThatTheyCannotReachTheLevel) {
  const std::vector<double> x{0.80, 0.82, 0.84, 0.86, 0.88};
  const QuantileEstimate median = quantile_with_interval(x, 0.5);
  EXPECT_EQ(median.value, 0.84);
  EXPECT_EQ(median.low, 0.80);
  EXPECT_EQ(median.high, 0.88);
  EXPECT_TRUE(median.whole_range);
  EXPECT_FALSE(median.at_level);
  EXPECT_NEAR(median.coverage, 0.9375, 1e-14);  // 1 - 2 / 2^5

  const QuantileEstimate low = quantile_with_interval(x, 0.05);
  EXPECT_FALSE(low.at_level);
  EXPECT_EQ(low.low, 0.80);

  std::vector<double> six = x;
  six.push_back(0.9);
  EXPECT_TRUE(quantile_with_interval(six, 0.5).at_level);
}

TEST(Quantiles, NoneAndOneChip) {
  const std::vector<double> none;
  const QuantileEstimate nothing = quantile_with_interval(none, 0.5);
  EXPECT_TRUE(std::isnan(nothing.value) && std::isnan(nothing.low) && std::isnan(nothing.high));
  EXPECT_TRUE(nothing.whole_range);
  EXPECT_FALSE(nothing.at_level);

  const std::vector<double> one{0.87};
  const QuantileEstimate single = quantile_with_interval(one, 0.05);
  EXPECT_EQ(single.value, 0.87);
  EXPECT_EQ(single.low, 0.87);
  EXPECT_TRUE(single.whole_range);
  EXPECT_FALSE(single.at_level);
}

TEST(Quantiles, ProbabilityOutsideZeroToOneIsRefused) {
  EXPECT_THROW(quantile_ranks(10, 0.0), std::logic_error);
  EXPECT_THROW(quantile_ranks(10, 1.0), std::logic_error);
  EXPECT_THROW(quantile_ranks(0, 0.5), std::logic_error);
  EXPECT_THROW(quantile_type7(std::vector<double>{1.0}, 1.5), std::logic_error);
}

}  // namespace
}  // namespace imcbench
