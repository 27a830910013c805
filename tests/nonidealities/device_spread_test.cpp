// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/programmed.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::expect_identity;
using testing_nonideality::expect_law;
using testing_nonideality::kContext;

constexpr double kLognormal = 1.0;

float factor_of(const DeviceSpread& spread, float xi) {
  Cell cell{10.0f, 10.0f, 10.0f};
  spread(cell, xi);
  EXPECT_EQ(cell.g_uS, 10.0f * cell.spread);
  return cell.spread;
}

TEST(DeviceSpread, Factors) {
  const auto normal = bound<DeviceSpread>({{"sigma", 0.3}});
  EXPECT_FLOAT_EQ(factor_of(normal, 1.0f), 1.3f);
  EXPECT_FLOAT_EQ(factor_of(normal, -2.0f), 0.4f);
  EXPECT_EQ(factor_of(normal, -4.0f), 0.0f);
  const auto lognormal = bound<DeviceSpread>({{"sigma", 0.5}, {"distribution", kLognormal}});
  EXPECT_NEAR(factor_of(lognormal, 1.0f), 1.648721271, 1e-6);
  EXPECT_NEAR(factor_of(lognormal, -2.0f), 0.367879441, 1e-7);
}

// Programming does not undo it: a try without noise lands on the factor times the target.
TEST(DeviceSpread, StaysUnderWriteVerify) {
  Cell cell{10.0f, 10.0f, 10.0f};
  bound<DeviceSpread>({{"sigma", 0.1}})(cell, 2.0f);
  bound<WriteVerify>({{"sigma_uS", 0.0}})(cell, 1.0f, 0);
  EXPECT_FLOAT_EQ(cell.g_uS, 12.0f);
}

TEST(DeviceSpread, ZeroStrengthIsTheIdentity) {
  expect_identity<DeviceSpread>({{"sigma", 0.0}});
  expect_identity<DeviceSpread>({{"sigma", 0.0}, {"distribution", kLognormal}});
}

TEST(DeviceSpread, SamplesFollowTheLaw) {
  expect_law<DeviceSpread>({}, kContext, {0.0f, 10.0f});
  expect_law<DeviceSpread>({{"sigma", 0.8}}, kContext, {10.0f});  // 11 % at 0
  expect_law<DeviceSpread>({{"sigma", 0.5}, {"distribution", kLognormal}}, kContext, {10.0f});
}

// exp(N(0, s)): mean exp(s^2 / 2), variance (exp(s^2) - 1) exp(s^2).
TEST(DeviceSpread, MomentsOfTheLognormalLaw) {
  ParamValues values = ParamValues::defaults(DeviceSpread::params);
  values.set("sigma", 0.5);
  values.set("distribution", kLognormal);
  const Law law = DeviceSpread::law(values, kContext, 10.0);
  EXPECT_NEAR(law.mean(), 10.0 * std::exp(0.125), 1e-7);
  EXPECT_NEAR(law.variance(), 100.0 * std::expm1(0.25) * std::exp(0.25), 1e-6);
}

}  // namespace
}  // namespace imcbench
