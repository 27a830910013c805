// SPDX-License-Identifier: Apache-2.0
// The gamma interval of weighted counts against scipy, against the exact Poisson interval, and by
// simulation where a few heavy weights carry the sum.
#include "analysis/statistics/weighted_counts.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/analysis/draws.h"

namespace imcbench {

namespace {

TEST(WeightedCountInterval, agrees_with_scipy) {
  // scipy.stats.gamma(p^2 / v, scale=v / p).ppf(0.025), and with p + m, v + m^2 at 0.975.
  const std::vector<double> weights{0.01, 0.02, 0.5, 0.03, 0.07};
  const Interval i = weighted_count_interval(weights, 1000);
  EXPECT_NEAR(i.low, 4.837001718294093e-05, 1e-12 * 4.837001718294093e-05);
  EXPECT_NEAR(i.high, 0.0028910774731069075, 1e-12 * 0.0028910774731069075);
  const Interval one = weighted_count_interval(std::vector<double>{2.5}, 100, 0.9);
  EXPECT_NEAR(one.low, 0.0012823323596887635, 1e-12 * 0.0012823323596887635);
  EXPECT_NEAR(one.high, 0.11859661295976445, 1e-12 * 0.11859661295976445);
}

TEST(WeightedCountInterval, of_equal_weights_is_the_exact_poisson_interval) {
  // scipy.stats.chi2.ppf(0.025, 14) / 2 and ppf(0.975, 16) / 2, over 400.
  const Interval i = weighted_count_interval(std::vector<double>(7, 1.0), 400);
  EXPECT_NEAR(i.low, 0.0070359076287996635, 1e-12 * 0.0070359076287996635);
  EXPECT_NEAR(i.high, 0.03605668840425594, 1e-12 * 0.03605668840425594);
}

// 2,000 sums of 400 draws: 5 % hit with weight 0.1, 2.5 % with weight 1. False-alarm rate 3e-6, as
// the covering share may be 4.5 standard deviations below 95 %.
TEST(WeightedCountInterval, covers_where_few_heavy_weights_carry_the_sum) {
  constexpr std::uint32_t kRuns = 2000, kDraws = 400;
  constexpr double kTruth = 0.05 * 0.1 + 0.025;
  std::uint64_t covered = 0;
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    std::vector<double> weights;
    for (std::uint32_t i = 0; i < kDraws; ++i) {
      const double u = testing_draws::word(run, i) * 0x1p-32;
      if (u < 0.075) weights.push_back(u < 0.05 ? 0.1 : 1.0);
    }
    const Interval interval = weighted_count_interval(weights, kDraws);
    covered += interval.low <= kTruth && kTruth <= interval.high;
  }
  EXPECT_GT(testing_draws::sigmas_off(covered, kRuns, 0.95), -testing_draws::kAllowedSigmas);
  EXPECT_LT(covered, kRuns);
}

}  // namespace

}  // namespace imcbench
