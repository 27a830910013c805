// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_samples.h"
#include "tests/nonidealities/column_support.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(PcmReadNoise, ColumnsOfAChipFollowTheLaw) {
  testing_column::expect_normal_law<PcmReadNoise>("");
  testing_column::expect_normal_law<PcmReadNoise>("sigma = 0.1");
}

TEST(PcmReadNoise, GrowsAsTheRootOfThePower) {
  const auto noise = bound<PcmReadNoise>();
  EXPECT_NEAR(noise(1.0f, Read{.read_power = 64.0f, .xi = 2.0f}), 1.0 + 0.0175 * 8 * 2, 1e-6);
  EXPECT_EQ(noise(1.0f, Read{.read_power = 0.0f, .xi = 2.0f}), 1.0f);
}

// Weights 0.8, -0.4, 0.16 at inputs 0.5, -1, 0.25.
TEST(PcmReadNoise, LawByHand) {
  const ParamValues p = ParamValues::defaults(PcmReadNoise::params);
  const Law law = PcmReadNoise::law(p, kColumnContext, three_inputs());
  EXPECT_NEAR(law.mean(), 0.4 + 0.4 + 0.04, 1e-9);
  EXPECT_NEAR(std::sqrt(law.variance()), 0.0175 * std::sqrt(0.2 + 0.4 + 0.01), 1e-9);
  EXPECT_NEAR(deviation_of(bound<PcmReadNoise>(), three_inputs()), 0.0175 * std::sqrt(0.61), 1e-8);
}

TEST(PcmReadNoise, ZeroStrengthIsTheIdentity) {
  const auto noise = bound<PcmReadNoise>({{"sigma", 0.0}});
  EXPECT_EQ(noise(-3.3f, Read{.read_power = 64.0f, .xi = 5.0f}), -3.3f);
}

}  // namespace
}  // namespace imcbench
