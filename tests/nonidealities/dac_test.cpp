// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(Dac, EightBitsAre255LevelsWithZero) {
  const auto dac = bound<Dac>();
  std::set<float> levels;
  for (int i = -30000; i <= 30000; ++i) levels.insert(dac(static_cast<float>(i) / 20000.0f, 0.5f));
  EXPECT_EQ(levels.size(), 255u);
  EXPECT_EQ(levels.count(0.0f), 1u);
  int n = -127;
  for (const float level : levels) EXPECT_NEAR(level, n++ / 127.0, 1e-7);
}

TEST(Dac, RoundsToTheNearestLevel) {
  const auto dac = bound<Dac>();
  EXPECT_EQ(dac(0.49f / 127.0f, 0.5f), 0.0f);
  EXPECT_FLOAT_EQ(dac(0.51f / 127.0f, 0.5f), 1.0f / 127.0f);
  for (int i = -127; i <= 127; ++i) {  // levels are fixed points
    const float level = dac(static_cast<float>(i) / 127.0f, 0.5f);
    EXPECT_EQ(dac(level, 0.5f), level);
  }
}

// A power of two of steps makes half-way inputs exact: ties go to the even level.
TEST(Dac, TiesToEven) {
  const auto dac = bound<Dac>({{"steps", 8}, {"bound", 1.0}});  // step 1/4
  EXPECT_EQ(dac(0.125f, 0.5f), 0.0f);
  EXPECT_EQ(dac(0.375f, 0.5f), 0.5f);
  EXPECT_EQ(dac(-0.125f, 0.5f), 0.0f);
  EXPECT_EQ(dac(-0.375f, 0.5f), -0.5f);
}

TEST(Dac, SaturatesAtTheBound) {
  const auto dac = bound<Dac>({{"steps", 126}, {"bound", 0.5}});
  EXPECT_EQ(dac(0.7f, 0.5f), 0.5f);
  EXPECT_EQ(dac(-1e30f, 0.5f), -0.5f);
  EXPECT_EQ(dac(0.5f, 0.5f), 0.5f);
}

// Uniform inputs meet an error of variance step^2 / 12: closed form, over a fine regular grid.
TEST(Dac, ErrorVarianceIsStepSquaredOver12) {
  const auto dac = bound<Dac>();
  constexpr int kPoints = 1 << 20;
  double sum = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const float x = (static_cast<float>(i) + 0.5f) / kPoints * 2.0f - 1.0f;
    const double e = static_cast<double>(dac(x, 0.5f)) - static_cast<double>(x);
    sum += e * e;
  }
  EXPECT_NEAR(sum / kPoints / (1.0 / 127 / 127 / 12), 1.0, 1e-3);
}

// A converter of 8 steps (0.25) at x = 0.6 = 2.4 steps: up for 40 % of the draws, which lie evenly.
TEST(Dac, StochasticRoundingHasNoBias) {
  const auto dac = bound<Dac>({{"steps", 8}, {"rounding", 1}});
  constexpr int kDraws = 100000;
  int up = 0;
  for (int i = 0; i < kDraws; ++i) {
    const float value = dac(0.6f, (static_cast<float>(i) + 0.5f) / kDraws);
    EXPECT_TRUE(value == 0.5f || value == 0.75f) << value;
    up += value == 0.75f;
  }
  EXPECT_NEAR(up, 0.4 * kDraws, 2.0);
  for (const float u : {1e-6f, 0.3f, 0.999999f}) {
    EXPECT_EQ(dac(0.5f, u), 0.5f);  // levels stay
    EXPECT_EQ(dac(-1.0f, u), -1.0f);
    EXPECT_EQ(dac(1.0f, u), 1.0f);
  }
}

TEST(Dac, NearestRoundingIgnoresTheDraw) {
  const auto dac = bound<Dac>({{"steps", 8}});
  EXPECT_FALSE(dac.draws());
  EXPECT_TRUE(bound<Dac>({{"rounding", 1}}).draws());
  for (const float u : {0.01f, 0.5f, 0.99f}) EXPECT_EQ(dac(0.6f, u), 0.5f);
}

TEST(Dac, LawOfTheNearestLevelIsExact) {
  const Law law = law_of<Dac>(0.61, {{"steps", 8}});
  EXPECT_TRUE(law.is_exact());
  EXPECT_NEAR(law.mean(), 0.5, 1e-12);
  EXPECT_NEAR(law_of<Dac>(-0.9, {{"steps", 8}, {"bound", 0.5}}).mean(), -0.5, 1e-12);
}

TEST(Dac, LawOfStochasticRoundingHasTwoLevels) {
  for (const double x : {0.6, -0.6, 0.013}) {
    const Law law = law_of<Dac>(x, {{"steps", 8}, {"rounding", 1}});
    EXPECT_NEAR(law.mean(), x, 1e-9);
    const double up = x / 0.25 - std::floor(x / 0.25);
    EXPECT_NEAR(law.variance(), 0.0625 * up * (1 - up), 1e-9);
    ASSERT_EQ(law.atoms().size(), 2u);
    EXPECT_NEAR(law.atoms()[1].probability, up, 1e-9);
  }
  EXPECT_TRUE(law_of<Dac>(0.9, {{"steps", 8}, {"bound", 0.5}, {"rounding", 1}}).is_exact());
}

}  // namespace
}  // namespace imcbench
