// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;

TEST(Dac, EightBitsAre255LevelsWithZero) {
  const auto dac = bound<Dac>();
  std::set<float> levels;
  for (int i = -30000; i <= 30000; ++i) levels.insert(dac(static_cast<float>(i) / 20000.0f));
  EXPECT_EQ(levels.size(), 255u);
  EXPECT_EQ(levels.count(0.0f), 1u);
  int n = -127;
  for (const float level : levels) EXPECT_NEAR(level, n++ / 127.0, 1e-7);
}

TEST(Dac, RoundsToTheNearestLevel) {
  const auto dac = bound<Dac>();
  EXPECT_EQ(dac(0.49f / 127.0f), 0.0f);
  EXPECT_FLOAT_EQ(dac(0.51f / 127.0f), 1.0f / 127.0f);
  for (int i = -127; i <= 127; ++i) {  // levels are fixed points
    const float level = dac(static_cast<float>(i) / 127.0f);
    EXPECT_EQ(dac(level), level);
  }
}

// A power of two of steps makes half-way inputs exact: ties go to the even level.
TEST(Dac, TiesToEven) {
  const auto dac = bound<Dac>({{"steps", 8}, {"bound", 1.0}});  // step 1/4
  EXPECT_EQ(dac(0.125f), 0.0f);
  EXPECT_EQ(dac(0.375f), 0.5f);
  EXPECT_EQ(dac(-0.125f), 0.0f);
  EXPECT_EQ(dac(-0.375f), -0.5f);
}

TEST(Dac, SaturatesAtTheBound) {
  const auto dac = bound<Dac>({{"steps", 126}, {"bound", 0.5}});
  EXPECT_EQ(dac(0.7f), 0.5f);
  EXPECT_EQ(dac(-1e30f), -0.5f);
  EXPECT_EQ(dac(0.5f), 0.5f);
}

// Uniform inputs meet an error of variance step^2 / 12: closed form, over a fine regular grid.
TEST(Dac, ErrorVarianceIsStepSquaredOver12) {
  const auto dac = bound<Dac>();
  constexpr int kPoints = 1 << 20;
  double sum = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const float x = (static_cast<float>(i) + 0.5f) / kPoints * 2.0f - 1.0f;
    const double e = static_cast<double>(dac(x)) - static_cast<double>(x);
    sum += e * e;
  }
  EXPECT_NEAR(sum / kPoints / (1.0 / 127 / 127 / 12), 1.0, 1e-3);
}

}  // namespace
}  // namespace imcbench
