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

constexpr double kTwo = 0.0, kOne = 1.0;  // values of `devices`

// sigma in uS at the g_max of the fit. numpy.polynomial.polynomial.polyval(u, c) with
// c = [0.16603, 4.71806, -8.48101, 4.68961] and [0.15782, 2.32444, -2.16311, 0.68842].
constexpr struct {
  double u, two_uS, one_uS;
} kTable[] = {{0.0, 0.16603, 0.15782},
              {0.1, 0.55771551, 0.36932132},
              {0.25, 0.88875703125, 0.6144921875},
              {0.5, 0.99100875, 0.86531500},
              {1.0, 1.09269, 1.00757}};

TEST(HermesProgrammingNoise, SigmaTable) {
  const auto two = bound<HermesProgrammingNoise>({{"devices", kTwo}}, window_of(0.0f, 20.7f));
  const auto one = bound<HermesProgrammingNoise>({{"devices", kOne}}, window_of(0.0f, 10.35f));
  for (const auto& row : kTable) {
    EXPECT_NEAR(two.sigma_uS(static_cast<float>(20.7 * row.u)), row.two_uS, 1e-6) << row.u;
    EXPECT_NEAR(one.sigma_uS(static_cast<float>(10.35 * row.u)), row.one_uS, 1e-6) << row.u;
  }
}

TEST(HermesProgrammingNoise, SigmaScalesWithFullConductance) {
  for (const double devices : {kTwo, kOne}) {
    const double fit_uS = devices == kTwo ? 20.7 : 10.35;
    const auto noise = bound<HermesProgrammingNoise>({{"devices", devices}, {"scale", 3.0}},
                                                     window_of(0.0f, 41.4f));
    for (const auto& row : kTable) {
      const double sigma_uS = devices == kTwo ? row.two_uS : row.one_uS;
      EXPECT_NEAR(noise.sigma_uS(static_cast<float>(41.4 * row.u)), 3.0 * sigma_uS * 41.4 / fit_uS,
                  3e-5);
    }
  }
}

TEST(HermesProgrammingNoise, ZeroStrengthIsTheIdentity) {
  expect_identity<HermesProgrammingNoise>({{"scale", 0.0}});
  expect_identity<HermesProgrammingNoise>({{"scale", 0.0}, {"devices", kOne}});
}

TEST(HermesProgrammingNoise, SamplesFollowTheLaw) {
  expect_same_sigma<HermesProgrammingNoise>({}, window_of(0.0f, 20.7f), {8.0f, 14.0f, 20.7f});
  expect_same_sigma<HermesProgrammingNoise>({{"devices", kOne}}, window_of(0.0f, 25.0f),
                                            {15.0f, 18.0f, 25.0f});
  expect_law<HermesProgrammingNoise>({}, window_of(0.0f, 20.7f), {0.0f, 2.0f, 20.7f});
  expect_law<HermesProgrammingNoise>({{"devices", kOne}}, window_of(0.0f, 25.0f), {0.0f, 5.0f});
}

}  // namespace
}  // namespace imcbench
