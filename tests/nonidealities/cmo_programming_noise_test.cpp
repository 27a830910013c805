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
using testing_nonideality::programmed_uS;
using testing_nonideality::window_of;

constexpr double kCoarse = 1.0;  // acceptance = 2%
const TileContext kTile = window_of(9.0f, 88.2f);

// Worked by hand: 0.00106879 * 50 + 0.00081107 and 0.01129027 * 50 + 0.01121854.
TEST(CmoProgrammingNoise, Sigma) {
  const auto fine = bound<CmoProgrammingNoise>({}, kTile);
  const auto coarse = bound<CmoProgrammingNoise>({{"acceptance", kCoarse}}, kTile);
  EXPECT_NEAR(fine.sigma_uS(50.0f), 0.05425057, 1e-8);
  EXPECT_NEAR(coarse.sigma_uS(50.0f), 0.57573204, 1e-7);
  EXPECT_NEAR(programmed_uS(coarse, 50.0f, -2.0f), 48.84853592, 4e-6);
}

// The spread is about half the band: 0.1 % and 1.1 % of the target.
TEST(CmoProgrammingNoise, SigmaIsAboutHalfTheAcceptance) {
  for (const float g : {9.0f, 30.0f, 88.0f}) {
    EXPECT_NEAR(bound<CmoProgrammingNoise>({}, kTile).sigma_uS(g) / g, 0.0011, 1e-4);
    EXPECT_NEAR(bound<CmoProgrammingNoise>({{"acceptance", kCoarse}}, kTile).sigma_uS(g) / g,
                0.0115, 0.0015);
  }
}

TEST(CmoProgrammingNoise, OtherWindowsAreRefused) {
  const auto bind = [](float g_min, float g_max) {
    return bound<CmoProgrammingNoise>({}, window_of(g_min, g_max));
  };
  EXPECT_NO_THROW(bind(8.0f, 90.0f));
  EXPECT_THROW(bind(7.9f, 90.0f), InputError);
  EXPECT_THROW(bind(8.0f, 90.1f), InputError);
  try {
    bind(0.0f, 25.0f);
    FAIL();
  } catch (const InputError& error) {
    const std::string message = error.what();
    for (const char* part : {"cmo_programming_noise", "8 to 90 uS", "mapping.g_min_uS = 0",
                             "mapping.g_max_uS = 25", "mapping.g_min_uS >= 8"}) {
      EXPECT_NE(message.find(part), std::string::npos) << message;
    }
  }
}

TEST(CmoProgrammingNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<CmoProgrammingNoise>({{"scale", 0.0}}, kTile);
}

TEST(CmoProgrammingNoise, SamplesFollowTheLaw) {
  expect_same_sigma<CmoProgrammingNoise>({}, kTile, {9.0f, 30.0f, 88.2f});
  expect_same_sigma<CmoProgrammingNoise>({{"acceptance", kCoarse}}, kTile, {9.0f, 30.0f, 88.2f});
  expect_law<CmoProgrammingNoise>({}, kTile, {9.0f, 88.2f});
  expect_law<CmoProgrammingNoise>({{"acceptance", kCoarse}}, kTile, {9.0f, 88.2f});
  expect_law<CmoProgrammingNoise>({{"acceptance", kCoarse}, {"scale", 10.0}}, kTile, {40.0f});
}

}  // namespace
}  // namespace imcbench
