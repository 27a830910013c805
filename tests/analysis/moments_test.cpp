// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/moments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace imcbench {
namespace {

TEST(Moments, MatchNumpy) {
  const std::vector<std::int64_t> x{-3, 8, 0, 5, -12, 7, 7};
  EXPECT_NEAR(integer_moments(x).mean, 1.7142857142857142, 1e-15);  // np.mean(x)
  EXPECT_NEAR(integer_moments(x).std, 7.296444013222827, 1e-14);    // np.std(x, ddof=1)
}

// Doubles would lose the spread of 1 against squares of 2^62.
TEST(Moments, NothingCancelsAndTheOrderDoesNotMatter) {
  std::vector<std::int64_t> x;
  for (std::int64_t k = 0; k < 1000; ++k) x.push_back((std::int64_t{1} << 31) + k % 2);
  const Moments m = integer_moments(x);
  EXPECT_EQ(m.mean, 2147483648.5);
  EXPECT_NEAR(m.std, std::sqrt(250.0 / 999.0), 1e-15);
  std::sort(x.begin(), x.end());
  EXPECT_EQ(integer_moments(x).std, m.std);
}

TEST(Moments, CountsAndDifferencesAreTheSameNumbers) {
  const std::vector<std::uint32_t> counts{4294967295u, 4294967290u, 17u};
  const std::vector<std::int64_t> wide(counts.begin(), counts.end());
  EXPECT_EQ(integer_moments(counts).mean, integer_moments(wide).mean);
  EXPECT_EQ(integer_moments(counts).std, integer_moments(wide).std);
}

TEST(Moments, TooFewValuesAreNaN) {
  EXPECT_TRUE(std::isnan(integer_moments(std::vector<std::int64_t>{}).mean));
  EXPECT_EQ(integer_moments(std::vector<std::int64_t>{-4}).mean, -4.0);
  EXPECT_TRUE(std::isnan(integer_moments(std::vector<std::int64_t>{-4}).std));
}

}  // namespace
}  // namespace imcbench
