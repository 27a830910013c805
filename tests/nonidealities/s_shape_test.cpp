// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

float shaped(std::initializer_list<std::pair<const char*, double>> changes, float s,
             float xi = 0.0f) {
  Read read;
  read.column[0] = xi;
  return bound<SShape>(changes)(s, read);
}

TEST(SShape, OneHalvesASumAtTheBound) {
  EXPECT_FLOAT_EQ(shaped({{"nonlinearity", 1.0}}, 10.0f), 5.0f);
  EXPECT_FLOAT_EQ(shaped({{"nonlinearity", 1.0}}, -10.0f), -5.0f);
  EXPECT_FLOAT_EQ(shaped({{"nonlinearity", 1.0}, {"bound", 4.0}}, 4.0f), 2.0f);
  EXPECT_FLOAT_EQ(shaped({{"nonlinearity", 3.0}}, 10.0f), 2.5f);
}

TEST(SShape, StrengthIsSpreadAndMirroredAtZero) {
  const auto at = [](double strength) { return 5.0 / (1.0 + strength * 0.5); };
  EXPECT_NEAR(shaped({{"nonlinearity", 0.8}, {"spread", 0.25}}, 5.0f, 2.0f), at(0.8 * 1.5), 1e-6);
  EXPECT_NEAR(shaped({{"nonlinearity", 0.8}, {"spread", 0.5}}, 5.0f, -3.0f), at(0.8 * 0.5), 1e-6);
}

// Slope 1 at the calibrated fraction of the bound.
TEST(SShape, SlopeIsOneWhereItIsCalibrated) {
  for (const double fraction : {0.0, 0.25, 0.5, 1.0}) {
    const auto curve = [&](double s) {
      return static_cast<double>(
          shaped({{"nonlinearity", 0.6}, {"spread", 0.0}, {"slope_calibration", fraction}},
                 static_cast<float>(s)));
    };
    const double s = 10.0 * fraction, step = 0.125;
    const double lower = fraction == 0.0 ? 0.0 : curve(s - step);
    const double width = fraction == 0.0 ? step : 2.0 * step;
    EXPECT_NEAR((curve(s + step) - lower) / width, 1.0, 0.01) << fraction;
  }
}

// E |1 + spread xi|, by Simpson's rule on both sides of the kink in Python.
TEST(SShape, MeanStrengthOfAFoldedNormal) {
  EXPECT_EQ(SShape::mean_strength(0.0), 1.0);
  EXPECT_NEAR(SShape::mean_strength(0.3), 1.0000672467, 1e-9);
  EXPECT_NEAR(SShape::mean_strength(1.0), 1.1666309412, 1e-9);
  EXPECT_NEAR(SShape::mean_strength(10.0), 8.0187066241, 1e-8);
}

TEST(SShape, ZeroStrengthIsTheIdentityAndNoSpreadNeedsNoColumns) {
  for (const float s : {0.0f, -1.3f, 77.7f}) EXPECT_EQ(shaped({{"nonlinearity", 0.0}}, s, 2.0f), s);
  EXPECT_FALSE(bound<SShape>({{"spread", 0.0}}).uses_columns());
  EXPECT_TRUE(bound<SShape>().uses_columns());
}

TEST(SShape, LawIsTheCurveOfASpreadStrength) {
  const ColumnSubject column = some_column(-0.1);
  const double s = column.ideal(kColumnContext);
  const auto law = law_of<SShape>(
      column, {{"nonlinearity", 5.0}, {"spread", 0.2}, {"slope_calibration", 0.5}}, kColumnContext);
  const auto functor =
      bound<SShape>({{"nonlinearity", 5.0}, {"spread", 0.2}, {"slope_calibration", 0.5}});
  const double f = std::pow(1.0 + 0.5 * 5.0, 2);  // E |1 + 0.2 xi| = 1 + 1e-7
  for (const double z : {-2.0, -0.5, 0.0, 1.0, 2.0}) {
    const double value = f * s / (1 + 0.5 * (1 + 0.2 * z) * std::fabs(s));
    EXPECT_NEAR(law.quantile(normal_cdf(s > 0 ? -z : z)), value, 1e-5 * std::fabs(value)) << z;
    EXPECT_NEAR(applied(functor, column, static_cast<float>(z)), value, 1e-5 * std::fabs(value));
  }
}

}  // namespace
}  // namespace imcbench
