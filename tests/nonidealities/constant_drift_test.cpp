// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

constexpr double kHour = 3600, kDay = 86400;

TEST(ConstantDrift, PowerLawAlikeAtEveryConductance) {
  for (const double g : {0.3, 5.0, 25.0}) {
    expect_formula<ConstantDrift>({}, at_time(kHour), g, [g](double xi) {
      return g * std::pow(181.0, -std::fabs(0.1 + 0.05 * xi));
    });
  }
}

// A spread beyond the mean: the sign of the exponent is dropped.
TEST(ConstantDrift, ParametersAndFolding) {
  expect_formula<ConstantDrift>(
      {{"nu_mean", 0.05}, {"nu_std", 0.2}, {"t0_s", 1}, {"scale", 0.5}}, at_time(kDay), 10.0,
      [](double xi) { return 10 * std::pow(86401.0, -0.5 * std::fabs(0.05 + 0.2 * xi)); });
}

// (1 + 1 day / 20 s)^-0.1 and (1 + 1 h / 20 s)^-0.1, to three digits as tabulated for drift.
TEST(ConstantDrift, MeanFactors) {
  EXPECT_NEAR(aged_uS(bound<ConstantDrift>({}, at_time(kDay)), 1.0, 0.0), 0.433, 5e-4);
  EXPECT_NEAR(aged_uS(bound<ConstantDrift>({}, at_time(kHour)), 1.0, 0.0), 0.595, 5e-4);
}

TEST(ConstantDrift, NoTimeOrZeroStrengthIsTheIdentity) {
  expect_identity<ConstantDrift>({}, at_time(0.0));
  expect_identity<ConstantDrift>({{"scale", 0}}, at_time(kDay));
}

}  // namespace
}  // namespace imcbench
