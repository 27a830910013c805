// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/jackknife.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace imcbench {
namespace {

// For a mean the jackknife is the Student interval.
TEST(Jackknife, OfAMeanIsTheStudentInterval) {
  const std::vector<double> x{0.871, 0.884, 0.8795, 0.8602, 0.8911, 0.8777, 0.8834};
  double sum = 0;
  for (const double v : x) sum += v;
  std::vector<double> left_out;
  for (const double v : x) left_out.push_back((sum - v) / 6.0);
  const Estimate jackknife = jackknife_interval(sum / 7.0, left_out, 0.9);
  const Estimate student = mean_with_interval(x, 0.9);
  EXPECT_EQ(jackknife.value, sum / 7.0);
  EXPECT_NEAR(jackknife.low, student.low, 1e-14);
  EXPECT_NEAR(jackknife.high, student.high, 1e-14);
}

TEST(Jackknife, OneRowHasNoInterval) {
  const Estimate e = jackknife_interval(3.0, std::vector<double>{2.0});
  EXPECT_EQ(e.value, 3.0);
  EXPECT_TRUE(std::isnan(e.low) && std::isnan(e.high));
}

}  // namespace
}  // namespace imcbench
