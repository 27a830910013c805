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
using testing_nonideality::window_of;

// sigma_I in nA, 19.89 * (1 - numpy.exp(-I / 176.3)).
constexpr struct {
  double current_nA, sigma_nA;
} kTable[] = {
    {0.0, 0.0}, {10.0, 1.0967907}, {176.3, 12.5728779}, {800.0, 19.6772213}, {1600.0, 19.8877237}};

TEST(SonosProgrammingNoise, SigmaTable) {
  for (const double i_max_nA : {200.0, 1600.0}) {
    const auto noise = bound<SonosProgrammingNoise>({{"i_max_nA", i_max_nA}});
    for (const auto& row : kTable) {
      if (row.current_nA > i_max_nA) continue;
      const float target_uS = static_cast<float>(25.0 * row.current_nA / i_max_nA);
      EXPECT_NEAR(noise.sigma_uS(target_uS) / 25.0 * i_max_nA, row.sigma_nA, 1e-5);
    }
  }
}

// The share of full scale counts, not the unit: g_max is arbitrary.
TEST(SonosProgrammingNoise, FollowsFullConductance) {
  const auto small = bound<SonosProgrammingNoise>({}, window_of(0.0f, 16.0f));
  const auto large = bound<SonosProgrammingNoise>({{"scale", 2.0}}, window_of(0.0f, 64.0f));
  for (const float u : {0.01f, 0.2f, 1.0f}) {
    EXPECT_NEAR(large.sigma_uS(64.0f * u), 8.0f * small.sigma_uS(16.0f * u), 1e-6);
  }
}

TEST(SonosProgrammingNoise, DevicesThatAreOffStayOff) {
  EXPECT_EQ(bound<SonosProgrammingNoise>().sigma_uS(0.0f), 0.0f);
}

TEST(SonosProgrammingNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<SonosProgrammingNoise>({{"scale", 0.0}});
}

TEST(SonosProgrammingNoise, SamplesFollowTheLaw) {
  expect_same_sigma<SonosProgrammingNoise>({}, kContext, {3.0f, 25.0f});
  expect_same_sigma<SonosProgrammingNoise>({{"i_max_nA", 400.0}}, kContext, {15.0f, 25.0f});
  expect_law<SonosProgrammingNoise>({}, kContext, {0.0f, 0.05f, 3.0f, 25.0f});
  expect_law<SonosProgrammingNoise>({{"i_max_nA", 100.0}, {"scale", 3.0}}, kContext, {5.0f});
}

}  // namespace
}  // namespace imcbench
