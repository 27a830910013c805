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
using testing_nonideality::window_of;

const TileContext kTile = window_of(50.0f, 225.0f);

// Worked by hand: 4.782 - 0.00911 g.
TEST(RramMiloProgrammingNoise, SigmaFallsWithConductance) {
  const auto noise = bound<RramMiloProgrammingNoise>({}, kTile);
  EXPECT_NEAR(noise.sigma_uS(50.0f), 4.3265, 1e-6);
  EXPECT_NEAR(noise.sigma_uS(100.0f), 3.871, 1e-6);
  EXPECT_NEAR(noise.sigma_uS(225.0f), 2.73225, 1e-6);
}

TEST(RramMiloProgrammingNoise, OtherWindowsAreRefused) {
  EXPECT_NO_THROW(bound<RramMiloProgrammingNoise>({}, window_of(60.0f, 200.0f)));
  EXPECT_THROW(bound<RramMiloProgrammingNoise>({}, window_of(49.0f, 225.0f)), InputError);
  EXPECT_THROW(bound<RramMiloProgrammingNoise>({}, window_of(50.0f, 226.0f)), InputError);
}

TEST(RramMiloProgrammingNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<RramMiloProgrammingNoise>({{"scale", 0.0}}, kTile);
}

TEST(RramMiloProgrammingNoise, SamplesFollowTheLaw) {
  expect_same_sigma<RramMiloProgrammingNoise>({{"scale", 0.5}}, kTile, {50.0f, 100.0f, 225.0f});
  expect_law<RramMiloProgrammingNoise>({}, kTile, {50.0f, 100.0f, 225.0f});
  expect_law<RramMiloProgrammingNoise>({{"scale", 10.0}}, kTile, {50.0f});  // clipped at 0
}

}  // namespace
}  // namespace imcbench
