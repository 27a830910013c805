// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/programmed.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::Changes;
using testing_nonideality::expect_identity;
using testing_nonideality::expect_law;
using testing_nonideality::kContext;

Law law_of(Changes changes, double target_uS) {
  ParamValues values = ParamValues::defaults(WriteVerify::params);
  for (const auto& [name, value] : changes) values.set(name, value);
  return WriteVerify::law(values, kContext, target_uS);
}

float after(const WriteVerify& verify, float target, std::initializer_list<float> draws) {
  Cell cell{target, target, target};
  std::uint32_t pass = 0;
  for (const float xi : draws) verify(cell, xi, pass++);
  return cell.g_uS;
}

// sigma = 1, band = 0.5.
TEST(WriteVerify, StopsAtTheFirstTryWithinTheBand) {
  const auto verify = bound<WriteVerify>();
  EXPECT_FLOAT_EQ(after(verify, 10.0f, {0.25f, 0.0f, 3.0f}), 10.25f);
  EXPECT_FLOAT_EQ(after(verify, 10.0f, {2.0f, -0.5f, 0.0f}), 9.5f);
}

TEST(WriteVerify, KeepsTheLastTryWhenAllFail) {
  EXPECT_FLOAT_EQ(after(bound<WriteVerify>(), 10.0f, {2.0f, -1.0f, 0.75f}), 10.75f);
}

// Without pulses a device is where the mapping put it: the first try is always made.
TEST(WriteVerify, TheFirstTryIsAlwaysMade) {
  EXPECT_FLOAT_EQ(after(bound<WriteVerify>(), 10.0f, {3.0f}), 13.0f);
}

TEST(WriteVerify, ZeroIsAsLowAsItGetsAndIsAcceptedWithinTheBand) {
  EXPECT_EQ(after(bound<WriteVerify>(), 1.0f, {-3.0f}), 0.0f);
  EXPECT_EQ(after(bound<WriteVerify>(), 0.4f, {-3.0f, 1.0f}), 0.0f);
  EXPECT_FLOAT_EQ(after(bound<WriteVerify>(), 0.6f, {-3.0f, 1.0f}), 1.6f);
}

TEST(WriteVerify, ExactTriesAreTheIdentity) { expect_identity<WriteVerify>({{"sigma_uS", 0.0}}); }

TEST(WriteVerify, SamplesFollowTheLaw) {
  expect_law<WriteVerify>({}, kContext, {0.0f, 0.4f, 1.0f, 20.0f});
  expect_law<WriteVerify>({{"tries", 1}}, kContext, {0.7f, 20.0f});
  expect_law<WriteVerify>({{"sigma_uS", 2.0}, {"band_uS", 1.0}, {"tries", 3}}, kContext,
                          {0.0f, 1.0f, 1.5f, 20.0f});
  expect_law<WriteVerify>({{"band_uS", 100.0}}, kContext, {0.5f, 20.0f});
  expect_law<WriteVerify>({{"band_uS", 0.0}, {"tries", 2}}, kContext, {0.0f, 1.0f});
}

// With q = P(|xi| <= 0.5) = erf(0.5 / sqrt 2), 1 - (1 - q)^8 of the devices end within the band.
TEST(WriteVerify, ShareOfAcceptedDevices) {
  const double q = std::erf(0.5 / std::sqrt(2.0)), accepted = 1.0 - std::pow(1.0 - q, 8);
  const Law law = law_of({}, 20.0);
  EXPECT_NEAR(law.cdf(20.5) - law.below(19.5), accepted, 1e-9);
  EXPECT_NEAR(law.cdf(20.0), 0.5, 1e-9);
}

// Below the band only the last try counts: P(g <= 18) = (1 - q)^7 P(xi <= -2).
TEST(WriteVerify, TailsAreThoseOfTheLastTry) {
  const double q = std::erf(0.5 / std::sqrt(2.0));
  const double tail = std::pow(1.0 - q, 7) * 0.5 * std::erfc(std::sqrt(2.0));
  EXPECT_NEAR(law_of({}, 20.0).cdf(18.0), tail, 1e-12);
  EXPECT_NEAR(1.0 - law_of({}, 20.0).below(22.0), tail, 1e-12);
}

// Target 0: half of the tries are clipped to 0 and accepted, q = Phi(0.5) in all. A device is at 0
// if some try is, all before it having failed: 0.5 (1 - (1 - q)^8) / q.
TEST(WriteVerify, DevicesOfTargetZero) {
  const double q = 0.5 * std::erfc(-0.5 / std::sqrt(2.0));
  const Law law = law_of({}, 0.0);
  ASSERT_EQ(law.atoms().size(), 1u);
  EXPECT_EQ(law.atoms()[0].value, 0.0);
  EXPECT_NEAR(law.atoms()[0].probability, 0.5 * (1.0 - std::pow(1.0 - q, 8)) / q, 1e-9);
}

// Variance of a symmetric law: that of the normal within the band, s^2 (1 - 2 h phi(h) / q), and
// outside it, s^2 (1 + 2 h phi(h) / (1 - q)), by their shares. h = band / s = 0.5, s = 2.
TEST(WriteVerify, VarianceOfTheMixture) {
  const double h = 0.5, q = std::erf(h / std::sqrt(2.0)), failed = std::pow(1.0 - q, 3);
  const double slope = 2.0 * h * std::exp(-0.5 * h * h) / std::sqrt(2.0 * std::acos(-1.0));
  const double variance =
      4.0 * ((1.0 - failed) * (1.0 - slope / q) + failed * (1.0 + slope / (1.0 - q)));
  const Law law = law_of({{"sigma_uS", 2.0}, {"band_uS", 1.0}, {"tries", 3}}, 40.0);
  EXPECT_NEAR(law.mean(), 40.0, 1e-8);
  EXPECT_NEAR(law.variance(), variance, 1e-8);
}

// A band so wide that nothing is refused, and one so narrow that nothing is accepted.
TEST(WriteVerify, ExtremeBandsGiveOneNormal) {
  for (const double band_uS : {0.0, 1e4}) {
    const Law law = law_of({{"band_uS", band_uS}}, 20.0);
    EXPECT_NEAR(law.mean(), 20.0, 1e-8);
    EXPECT_NEAR(law.variance(), 1.0, 1e-8);
    EXPECT_NEAR(law.cdf(19.0), 0.15865525393145707, 1e-9);
  }
}

}  // namespace
}  // namespace imcbench
