// SPDX-License-Identifier: Apache-2.0
// The variance of a column by hand; rtn_matched_moments_test.cpp holds it against the exact kind.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_samples.h"
#include "tests/nonidealities/column_support.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// beta = 1: sigma = kappa for each of six devices, in units of g_max.
TEST(RtnMoments, SameNoiseForEveryConductance) {
  const double expected = 0.02 * std::sqrt(2 * (0.25 + 1.0 + 0.0625));
  EXPECT_NEAR(deviation_of(bound<RtnMoments>(), three_inputs()), expected, 1e-7);
}

// beta = 0: sigma = kappa g; devices of 20, 10, and 5 and 1 uS of 25.
TEST(RtnMoments, ProportionalNoise) {
  const double g2 = 0.8 * 0.8 * 0.25 + 0.4 * 0.4 + (0.2 * 0.2 + 0.04 * 0.04) * 0.0625;
  EXPECT_NEAR(deviation_of(bound<RtnMoments>({{"beta", 0.0}}), three_inputs()),
              0.02 * std::sqrt(g2), 1e-7);
}

// A window of conductance that starts at g_min: the same noise in uS counts for more.
TEST(RtnMoments, InUnitsOfTheWindow) {
  const TileContext window{512, 64, 25.0f, 0.0, 5.0f};
  EXPECT_NEAR(deviation_of(bound<RtnMoments>({}, window), three_inputs(), window),
              0.02 * 25 / 20 * std::sqrt(2 * 1.3125), 1e-7);
}

TEST(RtnMoments, LawIsTheKernelsDeviation) {
  for (const double law : {0.0, 1.0}) {
    for (const double beta : {0.0, 0.4, 1.0}) {
      ParamValues p = ParamValues::defaults(RtnMoments::params);
      p.set("law", law);
      p.set("beta", beta);
      p.set("rho", 3.0);
      const Law closed = RtnMoments::law(p, kColumnContext, three_inputs());
      const double made = deviation_of(RtnMoments::bind(p, kColumnContext), three_inputs());
      EXPECT_NEAR(closed.mean(), 0.8 * 0.5 + 0.4 + 0.16 * 0.25, 1e-9);
      EXPECT_NEAR(std::sqrt(closed.variance()), made, 1e-6 * made);
    }
  }
}

TEST(RtnMoments, ColumnsOfAChipFollowTheLaw) {
  testing_column::expect_normal_law<RtnMoments>("kappa = 0.04, beta = 0.5");
  testing_column::expect_normal_law<RtnMoments>("law = floor_and_proportional");
}

TEST(RtnMoments, ZeroStrengthIsTheIdentity) {
  const auto noise = bound<RtnMoments>({{"kappa", 0.0}});
  EXPECT_EQ(noise(-3.3f, with_normal(read_of(noise, three_inputs()), 5.0f)), -3.3f);
}

}  // namespace
}  // namespace imcbench
