// SPDX-License-Identifier: Apache-2.0
// References from scipy 1.10.1 and numpy; the call stands next to each number.
#include "analysis/statistics/population.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace imcbench {
namespace {

// c = np.array([...]); a = c / 10000
const std::vector<std::uint32_t> kTen{8400, 8512, 8499, 8500, 8731,
                                      8233, 8650, 8601, 8555, 8477};

TEST(Population, SummaryMatchesScipy) {
  const PopulationSummary s = summarize(kTen, 10000, 0.85, 8850, 0.1);
  EXPECT_EQ(s.chips, 10u);
  EXPECT_EQ(s.samples, 10000u);
  EXPECT_EQ(s.rejected, 0u);
  EXPECT_NEAR(s.mean, 0.85158, 1e-14);                  // a.mean()
  EXPECT_NEAR(s.std, 0.013685093268873894, 1e-15);      // a.std(ddof=1)
  // a.mean() -+ t(.95, 9) * st.sem(a); t as in intervals_test.cpp
  EXPECT_NEAR(s.ci_low, 0.8417902740212584, 1e-13);
  EXPECT_NEAR(s.ci_high, 0.8613697259787416, 1e-13);
  EXPECT_NEAR(s.std_low, 0.009413088957975218, 1e-14);  // s * np.sqrt(9 / st.chi2.ppf(.975, 9))
  EXPECT_NEAR(s.std_high, 0.024983645620386262, 1e-14);
  EXPECT_NEAR(s.q05, 0.830815, 1e-14);  // np.quantile(a, [.05, .5, .95])
  EXPECT_NEAR(s.q50, 0.8506, 1e-14);
  EXPECT_NEAR(s.q95, 0.869455, 1e-14);
  EXPECT_EQ(s.min, 0.8233);
  EXPECT_EQ(s.max, 0.8731);
  EXPECT_EQ(s.good_chips, 6u);
  EXPECT_EQ(s.yield, 0.6);
  EXPECT_NEAR(s.yield_low, 0.2623780766069451, 1e-12);  // st.binomtest(6, 10).proportion_ci(.95)
  EXPECT_NEAR(s.yield_high, 0.8784477418801728, 1e-12);
  EXPECT_EQ(s.fp_accuracy, 0.885);
  // 1 - (.885 - a.mean()) / (.885 - .1)
  EXPECT_NEAR(s.normalized_accuracy, 0.9574267515923567, 1e-13);
  EXPECT_GE(s.q50_coverage, 0.95);
  EXPECT_LT(s.q05_coverage, 0.95);  // ten chips cannot bound the 5 % quantile
}

TEST(Population, OrderOfTheChipsDoesNotMatter) {
  std::vector<std::uint32_t> reversed(kTen.rbegin(), kTen.rend());
  const PopulationSummary a = summarize(kTen, 10000, 0.85, 8850, 0.1);
  const PopulationSummary b = summarize(reversed, 10000, 0.85, 8850, 0.1);
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.std, b.std);
  EXPECT_EQ(a.q05_low, b.q05_low);
}

TEST(Population, ThresholdIsTheIntegerMeant) {
  EXPECT_EQ(good_threshold(0.85, 10000), 8500u);
  EXPECT_EQ(good_threshold(0.07, 100), 7u);       // 0.07 * 100 = 7.000000000000001
  EXPECT_EQ(good_threshold(0.29, 100), 29u);      // 0.29 * 100 = 28.999999999999996
  EXPECT_EQ(good_threshold(0.8501, 1000), 851u);
  EXPECT_EQ(good_threshold(0.0, 1000), 0u);
  EXPECT_EQ(good_threshold(1.0, 1000), 1000u);
  for (std::uint32_t percent = 0; percent <= 100; ++percent) {
    EXPECT_EQ(good_threshold(percent / 100.0, 10000), percent * 100) << percent;
  }
  EXPECT_THROW(good_threshold(85.0, 1000), std::logic_error);
  EXPECT_THROW(good_threshold(std::nan(""), 1000), std::logic_error);
}

TEST(Population, ChipAtTheThresholdIsGood) {
  EXPECT_EQ(count_good(kTen, 8500), 6u);
  EXPECT_EQ(count_good(kTen, 8501), 5u);
  EXPECT_EQ(count_good(kTen, 0), 10u);
  EXPECT_EQ(count_good({}, 0), 0u);
}

TEST(Population, OneChipHasNoSpread) {
  const std::vector<std::uint32_t> one{870};
  const PopulationSummary s = summarize(one, 1000, 0.85, 890, 0.1);
  EXPECT_EQ(s.mean, 0.87);
  EXPECT_TRUE(std::isnan(s.std) && std::isnan(s.std_low) && std::isnan(s.std_high));
  EXPECT_TRUE(std::isnan(s.ci_low) && std::isnan(s.ci_high));
  EXPECT_EQ(s.q05, 0.87);
  EXPECT_EQ(s.q50_coverage, 0.0);
  EXPECT_EQ(s.yield, 1.0);
  EXPECT_NEAR(s.yield_low, 0.025, 1e-12);  // st.binomtest(1, 1).proportion_ci(.95)
  EXPECT_EQ(s.yield_high, 1.0);
}

TEST(Population, NoChipKnowsNothing) {
  const PopulationSummary s = summarize({}, 1000, 0.85, 890, 0.1);
  EXPECT_EQ(s.chips, 0u);
  EXPECT_TRUE(std::isnan(s.mean) && std::isnan(s.std) && std::isnan(s.q50) && std::isnan(s.min));
  EXPECT_TRUE(std::isnan(s.yield) && std::isnan(s.normalized_accuracy));
  EXPECT_EQ(s.yield_low, 0.0);
  EXPECT_EQ(s.yield_high, 1.0);
  EXPECT_EQ(s.fp_accuracy, 0.89);
}

TEST(Population, EqualChipsHaveExactlyNoSpread) {
  // 0.1-like values would leave rounding noise in a sum of squares of doubles.
  const std::vector<std::uint32_t> same(1000, 4294967291u);
  const PopulationSummary s = summarize(same, 4294967295u, 1.0, 4294967295u, 0.1);
  EXPECT_EQ(s.std, 0.0);
  EXPECT_EQ(s.ci_low, s.mean);
  EXPECT_EQ(s.yield, 0.0);
}

TEST(Population, NormalizedAccuracyEnds) {
  EXPECT_EQ(normalized_accuracy(0.9, 0.9, 0.1), 1.0);
  EXPECT_NEAR(normalized_accuracy(0.1, 0.9, 0.1), 0.0, 1e-15);
  EXPECT_GT(normalized_accuracy(0.95, 0.9, 0.1), 1.0);
  EXPECT_TRUE(std::isnan(normalized_accuracy(0.1, 0.1, 0.1)));
  EXPECT_TRUE(std::isnan(normalized_accuracy(0.1, 0.05, 0.1)));
}

TEST(Population, RejectedSamplesAreAddedUp) {
  const std::vector<std::uint32_t> correct{900, 800};
  const std::vector<std::uint32_t> rejected{0, 150};
  EXPECT_EQ(summarize(correct, 1000, 0.85, 890, 0.1, 0.95, rejected).rejected, 150u);
  const std::vector<std::uint32_t> short_one{1};
  EXPECT_THROW(summarize(correct, 1000, 0.85, 890, 0.1, 0.95, short_one), std::logic_error);
}

TEST(Population, ImpossibleCountsAreRefused) {
  const std::vector<std::uint32_t> over{1001};
  EXPECT_THROW(summarize(over, 1000, 0.85, 890, 0.1), std::logic_error);
  EXPECT_THROW(summarize({}, 0, 0.85, 0, 0.1), std::logic_error);
  EXPECT_THROW(summarize({}, 1000, 0.85, 1001, 0.1), std::logic_error);
}

}  // namespace
}  // namespace imcbench
