// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

float convert(const Adc& adc, float s) { return adc(s, Read{}); }

TEST(Adc, EightBitsAre255LevelsOfTwentyOver254) {
  const auto adc = bound<Adc>();
  std::set<float> levels;
  for (int i = -30000; i <= 30000; ++i)
    levels.insert(convert(adc, static_cast<float>(i) / 2000.0f));
  EXPECT_EQ(levels.size(), 255u);
  EXPECT_EQ(levels.count(0.0f), 1u);
  int n = -127;
  for (const float level : levels) EXPECT_NEAR(level, n++ * (20.0 / 254), 1e-6);
}

TEST(Adc, SaturatesAtTenFullInputs) {
  const auto adc = bound<Adc>();
  EXPECT_EQ(convert(adc, 10.0f), 10.0f);
  EXPECT_EQ(convert(adc, 11.0f), 10.0f);
  EXPECT_EQ(convert(adc, 1e30f), 10.0f);
  EXPECT_EQ(convert(adc, -1e30f), -10.0f);
}

TEST(Adc, TiesToEven) {
  const auto adc = bound<Adc>({{"steps", 16}, {"bound", 4.0}});  // step 1/2
  EXPECT_EQ(convert(adc, 0.25f), 0.0f);
  EXPECT_EQ(convert(adc, 0.75f), 1.0f);
  EXPECT_EQ(convert(adc, -0.75f), -1.0f);
  EXPECT_EQ(convert(adc, 3.75f), 4.0f);
}

TEST(Adc, ErrorVarianceIsStepSquaredOver12) {
  const auto adc = bound<Adc>();
  constexpr int kPoints = 1 << 20;
  double sum = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const float s = ((static_cast<float>(i) + 0.5f) / kPoints * 2.0f - 1.0f) * 10.0f;
    const double e = static_cast<double>(convert(adc, s)) - static_cast<double>(s);
    sum += e * e;
  }
  const double step = 20.0 / 254;
  EXPECT_NEAR(sum / kPoints / (step * step / 12), 1.0, 1e-3);
}

// The finest converter of the allowed range loses nothing that float32 could hold in its range.
TEST(Adc, ManyStepsApproachTheIdentity) {
  const auto adc = bound<Adc>({{"steps", 65536}});
  for (const float s : {0.0f, 0.1f, -3.25f, 9.99f}) EXPECT_NEAR(convert(adc, s), s, 20.0 / 65536);
}

TEST(Adc, LawIsTheNearestLevel) {
  const auto at = [](double s, double steps, double limit) {
    const Law law =
        law_of<Adc>(column_of_sum(s), {{"steps", steps}, {"bound", limit}}, kColumnContext);
    EXPECT_TRUE(law.is_exact());
    return law.mean();
  };
  EXPECT_NEAR(at(0.59, 10, 1.0), 0.6, 1e-12);  // levels 0.2 apart
  EXPECT_NEAR(at(-0.71, 10, 1.0), -0.8, 1e-12);
  EXPECT_NEAR(at(0.9, 10, 0.5), 0.5, 1e-12);
  EXPECT_NEAR(at(-0.9, 5, 0.5), -0.5, 1e-12);  // an odd number of steps ends in half a step
  EXPECT_NEAR(at(-0.45, 5, 0.5), -0.4, 1e-12);
}

}  // namespace
}  // namespace imcbench
