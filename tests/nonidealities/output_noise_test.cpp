// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

Read with_normal(float xi) {
  Read read;
  read.xi = xi;
  return read;
}

using testing_nonideality::bound;

// 2^18 outputs of a tile whose weights are one column of ones: mean s, deviation 0.04, both within
// 5 standard errors: false alarm 1.1e-6. Fact sheet 1.2: 0.04 is about 0.51 steps of the converter.
TEST(OutputNoise, DeviationDoesNotDependOnTheSignal) {
  constexpr std::uint32_t kOutputs = 64, kReads = 4096, kCount = kOutputs * kReads;
  const std::vector<float> weight(8 * kOutputs, 1.0f);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(testing_tile::only({"output_noise"}), 8, kOutputs, weight,
                                   times);
  ChipCpu chip(tile.analog, kReads);
  chip.program(0, 0);
  for (const float level : {0.0f, 0.5f}) {
    const std::vector<float> x(8 * kReads, level);
    const float* y = chip.forward(x.data(), kReads, 0);
    double sum = 0.0, squares = 0.0;
    for (std::uint32_t i = 0; i < kCount; ++i) {
      const double e = static_cast<double>(y[i]) - 8.0 * static_cast<double>(level);
      sum += e;
      squares += e * e;
    }
    EXPECT_NEAR(sum / kCount, 0.0, 5 * 0.04 / std::sqrt(kCount));
    EXPECT_NEAR(std::sqrt(squares / kCount), 0.04, 5 * 0.04 / std::sqrt(2.0 * kCount));
  }
  EXPECT_NEAR(0.04 / static_cast<double>(bound<Adc>().step), 0.51, 0.005);
}

TEST(OutputNoise, ZeroStrengthIsTheIdentity) {
  EXPECT_EQ(bound<OutputNoise>({{"sigma", 0.0}})(-3.3f, with_normal(5.0f)), -3.3f);
}

}  // namespace
}  // namespace imcbench
