// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

constexpr double kHour = 3600, kDay = 86400, kYear = 365.25 * kDay;

// sqrt(ln((t + t_0 + 512 ns) / 1.024 us)), from Python's math.
TEST(HermesAccumulatedNoise, GrowthTable) {
  const struct {
    double time_s, two, one;
  } rows[] = {{1.0, 4.415756, 4.369794}, {kHour, 4.696863, 4.694097}, {kYear, 5.573072, 5.573071}};
  for (const auto& row : rows) {
    const TileContext context = at_time(row.time_s);
    EXPECT_NEAR(bound<HermesAccumulatedNoise>({}, context).growth, row.two, 1e-6);
    EXPECT_NEAR(bound<HermesAccumulatedNoise>({{"devices", 1}}, context).growth, row.one, 1e-6);
  }
}

// Q_s by hand: clips, logarithms, cubics, and the breakpoint, which belongs to the cubic.
TEST(HermesAccumulatedNoise, RateInBothBranches) {
  const TwoBranchFit two = HermesAccumulatedNoise::kRateOfTwo;
  EXPECT_FLOAT_EQ(two(0.0f), 0.04f);
  EXPECT_FLOAT_EQ(two(0.01f), 0.04f);
  EXPECT_NEAR(two(0.1f), 0.0200402, 5e-7);
  EXPECT_FLOAT_EQ(two(0.155f), 0.015f);
  EXPECT_FLOAT_EQ(two(std::nextafter(0.16f, 0.0f)), 0.015f);
  EXPECT_NEAR(two(0.16f), 0.0149875, 5e-7);
  EXPECT_NEAR(two(0.5f), 0.0167125, 5e-7);
  EXPECT_NEAR(two(1.0f), 0.0123, 5e-8);
  const TwoBranchFit one = HermesAccumulatedNoise::kRateOfOne;
  EXPECT_FLOAT_EQ(one(0.001f), 0.04f);
  EXPECT_NEAR(one(0.1f), 0.0217602, 5e-7);
  EXPECT_NEAR(one(std::nextafter(0.1591f, 0.0f)), 0.0181381, 5e-7);
  EXPECT_NEAR(one(0.1591f), 0.0178640, 5e-7);
  EXPECT_NEAR(one(1.0f), 0.0168, 5e-8);
}

TEST(HermesAccumulatedNoise, ShiftsByItsShareOfTheConductance) {
  const auto formula = [](double g, double relative) {
    return [=](double xi) { return std::fmax(g + g * relative * xi, 0.0); };
  };
  expect_formula<HermesAccumulatedNoise>({}, at_time(kHour, 20.7f), 10.35,
                                         formula(10.35, 0.0167125 * 4.6968634));
  expect_formula<HermesAccumulatedNoise>({{"devices", 1}}, at_time(1.0, 10.35f), 10.35,
                                         formula(10.35, 0.0168 * 4.3697939));
  // Strong enough to be clipped at zero.
  expect_formula<HermesAccumulatedNoise>({{"scale", 10}}, at_time(kHour, 20.7f), 0.1035,
                                         formula(0.1035, 10 * 0.04 * 4.6968634));
}

// Q_s is of the programmed conductance, the deviation is of the drifted one.
TEST(HermesAccumulatedNoise, ProgrammedSetsTheRateDriftedTheSize) {
  Cell cell{25.0f, 12.5f, 8.0f};
  bound<HermesAccumulatedNoise>({}, at_time(kHour))(cell, 2.0f);
  EXPECT_NEAR(cell.g_uS, 8.0 * (1.0 + 2.0 * 0.0167125 * 4.6968634), 1e-5);
}

TEST(HermesAccumulatedNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<HermesAccumulatedNoise>({{"scale", 0}}, at_time(kYear));
}

}  // namespace
}  // namespace imcbench
