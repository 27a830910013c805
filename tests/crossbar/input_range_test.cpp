// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/input_range.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/network/calibration.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

using testing_tile::normals;

float largest_of(const std::vector<float>& x) {
  float largest = 0.0f;
  for (const float value : x) largest = std::max(largest, std::fabs(value));
  return largest;
}

// The q-quantile itself is at most one bin below what the histogram gives, and never above.
TEST(InputRange, QuantileToOneBin) {
  const std::vector<float> x = normals(1, 10000);
  const float largest = largest_of(x);
  AbsHistogram histogram(largest);
  for (const float value : x) histogram.add(value);
  std::vector<float> sorted;
  for (const float value : x) sorted.push_back(std::fabs(value));
  std::sort(sorted.begin(), sorted.end());
  for (const double q : {0.5, 0.9, 0.99, 0.999, 0.9999}) {
    const float exact = sorted[static_cast<std::size_t>(std::ceil(q * 10000)) - 1];
    EXPECT_GE(histogram.quantile(q), exact * (1 - 1e-6f)) << q;
    EXPECT_LE(histogram.quantile(q), exact + largest / AbsHistogram::kBins * 1.001f) << q;
  }
  EXPECT_EQ(histogram.quantile(1.0), largest);
}

TEST(InputRange, QuantileOfConstantsAndZeros) {
  AbsHistogram same(2.0f);
  for (int i = 0; i < 10; ++i) same.add(-2.0f);
  EXPECT_EQ(same.quantile(0.5), 2.0f);
  AbsHistogram zeros(0.0f);
  zeros.add(0.0f);
  EXPECT_EQ(zeros.quantile(0.9), 0.0f);
}

// sqrt(2) for {1, 3, 5, 3} by hand; n and not n - 1 divides.
TEST(InputRange, DeviationIsAboutTheMeanOfThePopulation) {
  Deviation deviation;
  for (const float value : {1.0f, 3.0f, 5.0f, 3.0f}) deviation.add(value);
  EXPECT_DOUBLE_EQ(deviation.value(), std::sqrt(2.0));
}

// Values +-1 about 2^20 have deviation 1; sums of squares in float would have no digit left.
TEST(InputRange, DeviationSurvivesALargeMean) {
  Deviation deviation;
  for (int i = 0; i < 1000; ++i) deviation.add(1048576.0f + (i % 2 == 0 ? 1.0f : -1.0f));
  EXPECT_NEAR(deviation.value(), 1.0, 1e-9);
}

TEST(InputRange, DeviationOfEqualValuesIsExactlyZero) {
  Deviation deviation, none;
  for (int i = 0; i < 1000; ++i) deviation.add(0.1f);
  EXPECT_EQ(deviation.value(), 0.0);
  EXPECT_EQ(none.value(), 0.0);
}

TEST(InputRange, MeanAbsMaxCountsVectorsNotValues) {
  MeanAbsMax mean, none;
  mean.add(std::vector<float>{0.5f, -2.0f, 1.0f});
  mean.add(std::vector<float>{-0.25f});
  mean.add(std::vector<float>{0.0f, 0.0f});
  EXPECT_EQ(mean.value(), 0.75);
  EXPECT_EQ(none.value(), 0.0);
}

// Two tiles see the two halves of the inputs: each gets the largest value of its own half.
TEST(InputRange, OnePerTileFromTheFloatingPointPass) {
  Hardware hardware;
  hardware["mapping"].values.set("tile_inputs", 4);
  const std::vector<float> weight(8, 1.0f);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(hardware, 8, 1, weight, times);
  const std::vector<float> x{0.1f, -0.5f, 0.2f, 0, 0, 0, 3.0f, 0, 0.4f, 0, 0, 0, 0, 0, -4.0f, 1};
  EXPECT_EQ(calibrate_input_ranges(tile.network, hardware, x.data(), 2),
            (std::vector<float>{0.5f, 4.0f}));
}

TEST(InputRange, ATileThatSeesZerosGetsOne) {
  Hardware hardware;
  const std::vector<float> weight(8, 1.0f), x(8, 0.0f);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(hardware, 8, 1, weight, times);
  for (const double quantile : {1.0, 0.9}) {
    hardware["input_range"].values.set("quantile", quantile);
    EXPECT_EQ(calibrate_input_ranges(tile.network, hardware, x.data(), 1),
              (std::vector<float>{1.0f}));
  }
}

// x_bar = clip(x, -alpha, alpha) / alpha.
TEST(InputRange, ClipsAndScales) {
  TileMvm mvm{};
  mvm.input_range = 4.0f;
  mvm.per_input_range = 0.25f;
  EXPECT_EQ(tile_input(mvm, 1.0f), 0.25f);
  EXPECT_EQ(tile_input(mvm, 5.0f), 1.0f);
  EXPECT_EQ(tile_input(mvm, -1e9f), -1.0f);
  EXPECT_EQ(tile_input(mvm, -4.0f), -1.0f);
}

}  // namespace
}  // namespace imcbench
