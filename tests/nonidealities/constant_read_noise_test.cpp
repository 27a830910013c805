// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_samples.h"
#include "tests/nonidealities/column_support.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// sigma ||x||, whatever the weights.
TEST(ConstantReadNoise, GrowsAsTheNormOfTheInputs) {
  const double norm = std::sqrt(0.25 + 1.0 + 0.0625);
  EXPECT_NEAR(deviation_of(bound<ConstantReadNoise>(), three_inputs()), 0.01 * norm, 1e-8);
  ColumnSubject other = three_inputs();
  other.plus_uS = {0.0, 25.0, 3.0};
  EXPECT_NEAR(deviation_of(bound<ConstantReadNoise>({{"sigma", 0.1}}), other), 0.1 * norm, 1e-7);
}

TEST(ConstantReadNoise, LawIsTheKernelsDeviation) {
  ParamValues p = ParamValues::defaults(ConstantReadNoise::params);
  p.set("sigma", 0.07);
  const Law law = ConstantReadNoise::law(p, kColumnContext, three_inputs());
  const double made = deviation_of(ConstantReadNoise::bind(p, kColumnContext), three_inputs());
  EXPECT_NEAR(law.mean(), 0.8 * 0.5 + 0.4 + 0.16 * 0.25, 1e-9);
  EXPECT_NEAR(std::sqrt(law.variance()), made, 1e-6 * made);
}

TEST(ConstantReadNoise, ColumnsOfAChipFollowTheLaw) {
  testing_column::expect_normal_law<ConstantReadNoise>("sigma = 0.03");
}

TEST(ConstantReadNoise, ZeroStrengthIsTheIdentity) {
  const auto noise = bound<ConstantReadNoise>({{"sigma", 0.0}});
  EXPECT_EQ(noise(-3.3f, with_normal(read_of(noise, three_inputs()), 5.0f)), -3.3f);
}

}  // namespace
}  // namespace imcbench
