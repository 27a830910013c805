// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// "About 0.10 to 0.21 uS at 10 s" over 8 to 90 uS; per decade of conductance, from Python's math.
TEST(CmoReadNoise, SizeTable) {
  const auto noise = bound<CmoReadNoise>({}, at_time(10.0, 90.0f));
  EXPECT_NEAR(noise.sigma_uS(8.0f), 0.10, 5e-3);
  EXPECT_NEAR(noise.sigma_uS(90.0f), 0.21, 5e-3);
  const struct {
    double time_s, per_decade;
  } rows[] = {{1, 0.1004514}, {10, 0.1089085}, {3600, 0.1280125}, {86400, 0.1372260}};
  for (const auto& row : rows) {
    const auto at = bound<CmoReadNoise>({}, at_time(row.time_s, 90.0f));
    EXPECT_NEAR(at.sigma_uS(10.0f), row.per_decade, 1e-6) << row.time_s;
    EXPECT_NEAR(at.sigma_uS(100.0f), 2 * row.per_decade, 1e-6) << row.time_s;
  }
}

TEST(CmoReadNoise, ShiftsByTheLogarithmOfTheConductance) {
  for (const double g : {1.5, 9.0, 88.0}) {
    expect_formula<CmoReadNoise>({{"scale", 10}}, at_time(3600, 90.0f), g, [g](double xi) {
      return std::fmax(g + 10 * 0.1280125 * std::log10(g) * xi, 0.0);
    });
  }
}

// The deviation is of the conductance at the evaluation time.
TEST(CmoReadNoise, AgedConductanceSetsTheSize) {
  Cell cell{80.0f, 80.0f, 10.0f};
  bound<CmoReadNoise>({}, at_time(10.0, 90.0f))(cell, 1.0f);
  EXPECT_NEAR(cell.g_uS, 10.1089085, 1e-5);
}

TEST(CmoReadNoise, NoneBelowOneMicrosiemensAndBeforeTheFirstRead) {
  const auto noise = bound<CmoReadNoise>({}, at_time(10.0, 90.0f));
  for (const double g : {0.0, 0.3, 1.0}) {
    EXPECT_EQ(aged_uS(noise, g, 5.0), static_cast<float>(g));
    EXPECT_TRUE(law_of<CmoReadNoise>({}, at_time(10.0, 90.0f), g).is_exact());
  }
  expect_identity<CmoReadNoise>({}, at_time(0.0));
  expect_identity<CmoReadNoise>({}, at_time(1e-6));
  EXPECT_TRUE(law_of<CmoReadNoise>({}, at_time(1e-6), 50.0).is_exact());
}

TEST(CmoReadNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<CmoReadNoise>({{"scale", 0}}, at_time(86400));
}

}  // namespace
}  // namespace imcbench
