// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

constexpr double kHour = 3600, kDay = 86400;

// Both branches at the breakpoint, by hand: it belongs to the upper one.
TEST(HermesDrift, BreakpointsBelongToTheUpperBranch) {
  const auto expect_step = [](const TwoBranchFit& fit, float at, double below, double above) {
    EXPECT_NEAR(fit(std::nextafter(at, 0.0f)), below, 5e-7) << at;
    EXPECT_NEAR(fit(at), above, 5e-7) << at;
  };
  expect_step(HermesDrift::kMean, 0.0945f, 0.073099, 0.072020);
  expect_step(HermesDrift::kSigmaOfTwo, 0.3055f, 0.0091, 0.009040);
  expect_step(HermesDrift::kSigmaOfOne, 0.3039f, 0.0124, 0.012401);
}

// The values of the fits, by hand: clips at both ends, between them, and the polynomials.
TEST(HermesDrift, FitsInBothBranches) {
  EXPECT_FLOAT_EQ(HermesDrift::kMean(0.0f), 0.13f);
  EXPECT_FLOAT_EQ(HermesDrift::kMean(0.02f), 0.13f);
  EXPECT_NEAR(HermesDrift::kMean(0.05f), 0.0977349, 5e-7);
  EXPECT_NEAR(HermesDrift::kMean(0.5f), 0.0564, 5e-8);
  EXPECT_NEAR(HermesDrift::kMean(1.0f), 0.0174, 5e-8);
  EXPECT_FLOAT_EQ(HermesDrift::kSigmaOfTwo(0.01f), 0.04f);
  EXPECT_NEAR(HermesDrift::kSigmaOfTwo(0.1f), 0.0212402, 5e-7);
  EXPECT_FLOAT_EQ(HermesDrift::kSigmaOfTwo(0.3f), 0.0091f);
  EXPECT_NEAR(HermesDrift::kSigmaOfTwo(1.0f), 0.0048, 5e-8);
  EXPECT_FLOAT_EQ(HermesDrift::kSigmaOfOne(0.02f), 0.04f);
  EXPECT_NEAR(HermesDrift::kSigmaOfOne(0.1f), 0.0253310, 5e-7);
  EXPECT_NEAR(HermesDrift::kSigmaOfOne(1.0f), 0.0055, 5e-8);
}

// nu = |mu + sigma xi| with mu, sigma by hand at three targets.
TEST(HermesDrift, PowerLawOfItsOwnReferenceTime) {
  const struct {
    double u, mu, two, one;
  } rows[] = {
      {0.02, 0.13, 0.040, 0.040}, {0.5, 0.0564, 0.0090, 0.012075}, {1.0, 0.0174, 0.0048, 0.0055}};
  for (const auto& row : rows) {
    const double g = 20.7 * row.u;
    const auto formula = [&](double sigma, double t0_s, double scale) {
      return [=](double xi) {
        return g * std::pow(1.0 + kDay / t0_s, -scale * std::fabs(row.mu + sigma * xi));
      };
    };
    const TileContext context = at_time(kDay, 20.7f);
    expect_formula<HermesDrift>({}, context, g, formula(row.two, 300, 1));
    expect_formula<HermesDrift>({{"devices", 1}}, context, g, formula(row.one, 200, 1));
    expect_formula<HermesDrift>({{"scale", 3}}, context, g, formula(row.two, 300, 3));
  }
}

// The exponent belongs to the target: what was programmed only scales the result.
TEST(HermesDrift, TargetDecidesTheExponent) {
  const auto drift = bound<HermesDrift>({}, at_time(kHour));
  Cell high{5.0f, 20.0f, 20.0f}, low{5.0f, 1.0f, 1.0f};
  drift(high, 0.3f);
  drift(low, 0.3f);
  EXPECT_NEAR(high.g_uS / 20.0, low.g_uS, 1e-6);
}

TEST(HermesDrift, NoTimeOrZeroStrengthIsTheIdentity) {
  expect_identity<HermesDrift>({}, at_time(0.0));
  expect_identity<HermesDrift>({{"scale", 0}}, at_time(kDay));
}

}  // namespace
}  // namespace imcbench
