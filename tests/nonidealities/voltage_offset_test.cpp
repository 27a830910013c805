// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

double formula(double s, double inputs, double v, double r, double resistance) {
  const double y = -r * inputs;
  return (1 - v) * (s + y) / (1 + resistance * std::fabs(s + y)) -
         (1 + v) * y / (1 + resistance * std::fabs(y));
}

float offset(std::initializer_list<std::pair<const char*, double>> changes, float s, float inputs,
             float xi) {
  Read read;
  read.input_sum = inputs;
  read.column[0] = xi;
  return bound<VoltageOffset>(changes)(s, read);
}

TEST(VoltageOffset, FollowsTheFormulaWithSeriesResistance) {
  for (const double r : {-1.0, -0.5, 0.0, 0.7}) {
    for (const float s : {-3.0f, -0.1f, 0.0f, 2.5f}) {
      for (const float xi : {-1.2f, 0.0f, 0.4f, 2.0f}) {
        const double v = std::fmax(0.1 * static_cast<double>(xi), 0.0);
        EXPECT_NEAR(offset({{"sigma", 0.1}, {"reference_weight", r}, {"series_resistance", 0.05}},
                           s, 4.0f, xi),
                    formula(static_cast<double>(s), 4.0, v, r, 0.05), 2e-6)
            << r << ' ' << s << ' ' << xi;
      }
    }
  }
}

// R = 0: (1 - v) s - 2 v y. r = 0: (1 - v) s / (1 + R |s|).
TEST(VoltageOffset, SpecialCases) {
  EXPECT_NEAR(offset({{"sigma", 0.01}}, 2.0f, 30.0f, 1.5f), 0.985 * 2 - 2 * 0.015 * 30, 1e-6);
  EXPECT_NEAR(offset({{"sigma", 0.01}, {"reference_weight", 0.0}, {"series_resistance", 0.1}},
                     -2.0f, 30.0f, 1.5f),
              -0.985 * 2 / 1.2, 1e-6);
  EXPECT_EQ(offset({{"sigma", 0.01}}, 2.0f, 30.0f, -1.5f), 2.0f);  // no offsets of this sign
}

TEST(VoltageOffset, ZeroStrengthIsTheIdentity) {
  for (const float s : {0.0f, -1.3f, 7.7f}) {
    EXPECT_EQ(offset({{"sigma", 0.0}}, s, 123.4f, 2.0f), s);
  }
}

// Half of the columns of a chip have an offset, and keep it. 4096 columns within 5 standard
// deviations of one half: false alarm 6e-7.
TEST(VoltageOffset, OffsetsBelongToTheColumns) {
  constexpr std::uint32_t kOutputs = 4096;
  const double times[] = {0.0};
  const std::vector<float> weight(2 * kOutputs, 1.0f);
  const testing_tile::OneTile tile(testing_tile::only({"voltage_offset"}), 2, kOutputs, weight,
                                   times);
  ChipCpu chip(tile.analog, 2);
  chip.program(0, 0);
  const float x[] = {1.0f, 0.5f, 1.0f, 0.5f};
  const float* y = chip.forward(x, 2, 0);
  int moved = 0;
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    EXPECT_LE(y[n], 1.5f);
    EXPECT_EQ(y[n], y[kOutputs + n]);
    moved += y[n] != 1.5f;
  }
  EXPECT_NEAR(moved, kOutputs / 2, 5 * std::sqrt(kOutputs / 4.0));
}

TEST(VoltageOffset, LawIsTheFormulaOfAFoldedNormal) {
  const ColumnSubject column = some_column(0.3);
  const double s = column.ideal(kColumnContext);
  double inputs = 0.0;
  for (const double x : column.x) inputs += x;
  ASSERT_GT(s, 0.0);
  const Law law =
      law_of<VoltageOffset>(column, {{"sigma", 0.1}, {"series_resistance", 0.05}}, kColumnContext);
  const double none = formula(s, inputs, 0.0, -1.0, 0.05);
  EXPECT_NEAR(law.cdf(none) - law.below(none), 0.5, 1e-9);
  for (const double z : {0.5, 1.0, 2.5}) {
    EXPECT_NEAR(law.cdf(formula(s, inputs, 0.1 * z, -1.0, 0.05)), normal_cdf(-z), 1e-9) << z;
  }
  // E max(xi, 0) = 1 / sqrt(2 pi)
  const Law linear = law_of<VoltageOffset>(column, {{"sigma", 0.1}}, kColumnContext);
  EXPECT_NEAR(linear.mean(), s - 0.1 * 0.3989422804014327 * (s + 2 * inputs), 1e-8);
}

}  // namespace
}  // namespace imcbench
