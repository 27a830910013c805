// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(ReadAsymmetry, BothDevicesOfAPairHaveTheirOwn) {
  const auto asymmetry = bound<ReadAsymmetry>({{"sigma", 0.1}});
  const DevicePair pair{20.0f, 5.0f, 1.5f, -2.0f};
  EXPECT_FLOAT_EQ(asymmetry.panel(0, pair), (20.0f * 1.5f + 5.0f * 2.0f) / 25.0f);
  EXPECT_EQ(asymmetry.panel_input(0, -0.4f), -0.4f);
  EXPECT_EQ(asymmetry.panel_input(0, 0.4f), 0.0f);
  Read read;
  read.panel[0] = -1.6f;
  EXPECT_FLOAT_EQ(asymmetry(0.5f, read), 0.5f - 0.16f);
  EXPECT_EQ(bound<ReadAsymmetry>({{"sigma", 0.0}})(0.5f, read), 0.5f);
}

// Columns of one device at full weight: an input of 1 gives 1, an input of -1 gives
// -(1 + sigma xi). Mean and deviation of 4096 columns within 5 standard errors: false alarm 1.2e-6.
TEST(ReadAsymmetry, NegativeInputsMeetOtherConductances) {
  constexpr std::uint32_t kOutputs = 4096;
  const double times[] = {0.0};
  const std::vector<float> weight(kOutputs, 1.0f);
  const testing_tile::OneTile tile(testing_tile::only({"read_asymmetry"}), 1, kOutputs, weight,
                                   times);
  ChipCpu chip(tile.analog, 3);
  chip.program(0, 0);
  const float x[] = {1.0f, -1.0f, -0.5f};
  const float* y = chip.forward(x, 3, 0);
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    EXPECT_EQ(y[n], 1.0f);
    const double e = -static_cast<double>(y[kOutputs + n]) - 1.0;
    EXPECT_NEAR(static_cast<double>(y[2 * kOutputs + n]), -0.5 * (1.0 + e), 1e-6);  // same device
    sum += e;
    squares += e * e;
  }
  EXPECT_NEAR(sum / kOutputs, 0.0, 5 * 0.05 / std::sqrt(kOutputs));
  EXPECT_NEAR(std::sqrt(squares / kOutputs), 0.05, 5 * 0.05 / std::sqrt(2.0 * kOutputs));
}

TEST(ReadAsymmetry, LawAddsTheDevicesOfNegativeInputs) {
  const ColumnSubject column{{20.0, 10.0, 0.0}, {5.0, 0.0, 25.0}, {-0.5, 0.8, -1.0}};
  const Law law = law_of<ReadAsymmetry>(column, {{"sigma", 0.1}});
  const double s = -0.5 * 15 / 25 + 0.8 * 10 / 25 + 1.0;
  EXPECT_NEAR(law.mean(), s, 1e-9);
  EXPECT_NEAR(law.variance(), 0.01 * (0.25 * (20 * 20 + 5 * 5) + 25 * 25) / 625, 1e-9);
  EXPECT_NEAR(law.kurtosis(), 3.0, 1e-6);
}

}  // namespace
}  // namespace imcbench
