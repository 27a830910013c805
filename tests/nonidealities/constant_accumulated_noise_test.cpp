// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

constexpr double kHour = 3600, kDay = 86400;

// The growth of 1/f noise is tabulated as 4.765 at 1 h and 5.087 at 1 day.
TEST(ConstantAccumulatedNoise, FullConductanceHasOneMicrosiemensTimesTheGrowth) {
  EXPECT_NEAR(aged_uS(bound<ConstantAccumulatedNoise>({}, at_time(kHour)), 25.0, 1.0) - 25.0, 4.765,
              5e-4);
  EXPECT_NEAR(aged_uS(bound<ConstantAccumulatedNoise>({}, at_time(kDay)), 25.0, 1.0) - 25.0, 5.087,
              5e-4);
  EXPECT_NEAR(aged_uS(bound<ConstantAccumulatedNoise>({}, at_time(kHour, 50.0f)), 25.0, 1.0) - 25.0,
              0.5 * 4.765, 5e-4);
}

TEST(ConstantAccumulatedNoise, InProportionToTheConductance) {
  const double growth = std::sqrt(std::log((3601.0 + 1e-6) / 2e-6));
  for (const double g : {0.2, 9.0, 25.0}) {
    expect_formula<ConstantAccumulatedNoise>(
        {{"t0_s", 1}, {"t_read_s", 1e-6}}, at_time(kHour), g,
        [=](double xi) { return std::fmax(g + g / 25.0 * growth * xi, 0.0); });
  }
}

// The deviation is of the drifted conductance, not of the programmed one.
TEST(ConstantAccumulatedNoise, DriftedSetsTheSize) {
  Cell cell{25.0f, 20.0f, 10.0f};
  bound<ConstantAccumulatedNoise>({}, at_time(kHour))(cell, 1.0f);
  EXPECT_NEAR(cell.g_uS, 10.0 + 0.4 * 4.765, 5e-4);
}

TEST(ConstantAccumulatedNoise, ClippedAtZero) {
  expect_formula<ConstantAccumulatedNoise>({{"scale", 10}}, at_time(kHour), 10.0, [](double xi) {
    const double growth = std::sqrt(std::log((3620.0 + 250e-9) / 500e-9));
    return std::fmax(10.0 + 4.0 * growth * xi, 0.0);
  });
}

TEST(ConstantAccumulatedNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<ConstantAccumulatedNoise>({{"scale", 0}}, at_time(kDay));
}

}  // namespace
}  // namespace imcbench
