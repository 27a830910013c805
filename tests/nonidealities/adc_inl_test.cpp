// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// The deviation in steps of a converter of 200 steps of 0.1.
double deviation(float s, float bow, float s_mode, double sigma = 1.0) {
  Read read;
  read.column[0] = bow;
  read.column[1] = s_mode;
  const auto inl = bound<AdcInl>({{"sigma_steps", sigma}, {"steps", 200}, {"bound", 10.0}});
  return (static_cast<double>(inl(s, read)) - static_cast<double>(s)) / 0.1;
}

TEST(AdcInl, EndPointsStayAndNothingHappensBeyond) {
  for (const float s : {-1e6f, -12.0f, -10.0f, 10.0f, 10.5f, 1e6f}) {
    EXPECT_EQ(deviation(s, 2.0f, -3.0f), 0.0) << s;
  }
}

TEST(AdcInl, BowPeaksInTheMiddle) {
  EXPECT_NEAR(deviation(0.0f, 1.0f, 5.0f), 1.0, 1e-6);
  EXPECT_NEAR(deviation(0.0f, 1.0f, 0.0f, 0.25), 0.25, 1e-6);
  EXPECT_NEAR(deviation(5.0f, -2.0f, 0.0f), -1.5, 1e-5);
  EXPECT_NEAR(deviation(-5.0f, -2.0f, 0.0f), -1.5, 1e-5);
}

TEST(AdcInl, SecondModeIsOddAndPeaksAtOneOverRootThree) {
  const double peak = 10.0 / std::sqrt(3.0);
  EXPECT_NEAR(deviation(static_cast<float>(peak), 0.0f, 1.0f), 1.0, 1e-5);
  EXPECT_NEAR(deviation(static_cast<float>(-peak), 0.0f, 1.0f), -1.0, 1e-5);
  double largest = 0.0;
  for (int i = -1000; i <= 1000; ++i) {
    largest = std::fmax(largest, deviation(static_cast<float>(i) / 100.0f, 0.0f, 1.0f));
  }
  EXPECT_LT(largest, 1.0 + 1e-4);
}

TEST(AdcInl, ZeroStrengthIsTheIdentity) {
  for (const float s : {0.0f, 3.3f, -9.9f}) EXPECT_EQ(deviation(s, 2.0f, 3.0f, 0.0), 0.0);
}

// The two modes are independent: their squares add. v = 0.4: 0.84 and 0.4 * 0.84 * 2.598 = 0.8730.
TEST(AdcInl, LawAddsTheSquaresOfTheModes) {
  const Law law = law_of<AdcInl>(
      column_of_sum(0.8), {{"sigma_steps", 2.0}, {"steps", 40}, {"bound", 2.0}}, kColumnContext);
  EXPECT_NEAR(law.mean(), 0.8, 1e-9);
  EXPECT_NEAR(std::sqrt(law.variance()), 2 * 0.1 * std::sqrt(0.84 * 0.84 + 0.8730 * 0.8730), 1e-5);
}

}  // namespace
}  // namespace imcbench
