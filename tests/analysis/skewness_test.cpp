// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/skewness.h"

#include <gtest/gtest.h>

#include <vector>

namespace imcbench {

namespace {

TEST(Skewness, of_a_symmetric_sample_is_zero) {
  EXPECT_NEAR(skewness(std::vector<double>{1, 2, 3, 4, 5}), 0.0, 1e-15);
}

TEST(Skewness, agrees_with_scipy) {  // scipy.stats.skew([1, 2, 3, 4, 10])
  EXPECT_NEAR(skewness(std::vector<double>{1, 2, 3, 4, 10}), 1.1384199576606167, 1e-14);
}

// One of n apart from the others: (n - 2) / sqrt(n - 1), to its side.
TEST(Skewness, of_one_bad_chip_has_a_closed_form) {
  std::vector<double> values(32, 0.9);
  values[7] = 0.1;
  EXPECT_NEAR(skewness(values), -30 / std::sqrt(31.0), 1e-12);
}

TEST(Skewness, of_equal_values_is_undefined) {
  EXPECT_TRUE(std::isnan(skewness(std::vector<double>(32, 0.9))));
  EXPECT_TRUE(std::isnan(skewness(std::vector<double>{})));
}

}  // namespace

}  // namespace imcbench
