// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/programmed.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::expect_identity;
using testing_nonideality::expect_law;
using testing_nonideality::expect_same_sigma;
using testing_nonideality::kContext;
using testing_nonideality::programmed_uS;

// The default of aihwkit's state-independent model: 0.2 uS whatever the target.
TEST(ProgrammingNoise, ConstantByDefault) {
  const auto noise = bound<ProgrammingNoise>();
  for (const float target : {0.0f, 10.0f, 25.0f}) EXPECT_EQ(noise.sigma_uS(target), 0.2f);
}

TEST(ProgrammingNoise, PartsAdd) {
  const auto noise = bound<ProgrammingNoise>({{"sigma_uS", 0.5}, {"sigma_rel", 0.04}});
  EXPECT_FLOAT_EQ(noise.sigma_uS(0.0f), 0.5f);
  EXPECT_FLOAT_EQ(noise.sigma_uS(10.0f), 0.9f);
  EXPECT_FLOAT_EQ(programmed_uS(noise, 10.0f, -2.0f), 8.2f);
}

TEST(ProgrammingNoise, NeverNegativeAndOnTopOfTheSpread) {
  const auto noise = bound<ProgrammingNoise>({{"sigma_uS", 1.0}});
  EXPECT_EQ(programmed_uS(noise, 2.0f, -2.5f), 0.0f);
  EXPECT_FLOAT_EQ(programmed_uS(noise, 10.0f, 1.0f, 0.9f), 10.0f);
}

TEST(ProgrammingNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<ProgrammingNoise>({{"sigma_uS", 0.0}});
}

TEST(ProgrammingNoise, SamplesFollowTheLaw) {
  expect_same_sigma<ProgrammingNoise>({{"sigma_uS", 0.5}, {"sigma_rel", 0.05}}, kContext,
                                      {8.0f, 25.0f});
  expect_law<ProgrammingNoise>({}, kContext, {0.0f, 0.3f, 20.0f});
  expect_law<ProgrammingNoise>({{"sigma_rel", 0.05}}, kContext, {1.0f, 20.0f});
}

// max(N(m, s), 0): mean m Phi(m / s) + s phi(m / s); here m = 0.3, s = 0.2.
TEST(ProgrammingNoise, MeanOfTheLawIsThatOfAClippedNormal) {
  const ParamValues defaults = ParamValues::defaults(ProgrammingNoise::params);
  const double phi = std::exp(-1.125) / std::sqrt(2 * std::acos(-1.0));
  const double mean = 0.3 * 0.5 * std::erfc(-1.5 / std::sqrt(2.0)) + 0.2 * phi;
  EXPECT_NEAR(ProgrammingNoise::law(defaults, kContext, 0.3).mean(), mean, 1e-9);
}

}  // namespace
}  // namespace imcbench
