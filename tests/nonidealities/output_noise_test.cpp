// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

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
  Read read;
  read.xi = 5.0f;
  read.column[0] = 2.0f;
  EXPECT_EQ(bound<OutputNoise>({{"sigma", 0.0}, {"spread", 0.5}})(-3.3f, read), -3.3f);
}

TEST(OutputNoise, DeviationIsSpreadOverTheColumns) {
  Read read;
  read.xi = 2.0f;
  read.column[0] = -1.0f;
  EXPECT_NEAR(bound<OutputNoise>({{"sigma", 0.1}, {"spread", 0.3}})(1.0f, read), 1.14, 1e-6);
  read.column[0] = -5.0f;  // mirrored at zero
  EXPECT_NEAR(bound<OutputNoise>({{"sigma", 0.1}, {"spread", 0.3}})(1.0f, read), 1.1, 1e-6);
  EXPECT_FALSE(bound<OutputNoise>().uses_columns());
}

// cdf: the integral of phi(u) Phi(t / |a + b u|), by Simpson's rule in Python. Moments: with A
// normal (1, spread), variance sigma^2 E A^2 and kurtosis 3 E A^4 / (E A^2)^2.
TEST(OutputNoise, LawIsAMixtureOfNormals) {
  const double s = some_column().ideal(kColumnContext);
  const Law law =
      law_of<OutputNoise>(some_column(), {{"sigma", 0.2}, {"spread", 0.3}}, kColumnContext);
  EXPECT_NEAR(law.mean(), s, 1e-9);
  EXPECT_NEAR(law.variance(), 0.04 * 1.09, 1e-9);
  EXPECT_NEAR(law.kurtosis(), 3 * (1 + 6 * 0.09 + 3 * 0.0081) / (1.09 * 1.09), 1e-6);
  EXPECT_NEAR(law.cdf(s - 0.5), 0.012733270611477747, 1e-9);
  EXPECT_NEAR(law.cdf(s - 0.1), 0.2931756987047338, 1e-9);
  EXPECT_NEAR(law.cdf(s + 0.05), 0.6100450978517988, 1e-6);
  EXPECT_NEAR(law.cdf(s + 0.3), 0.9289859875056735, 1e-9);
}

TEST(OutputNoise, LawWithoutSpreadIsNormal) {
  const Law law = law_of<OutputNoise>(some_column(), {}, kColumnContext);
  const double s = some_column().ideal(kColumnContext);
  EXPECT_NEAR(law.cdf(s + 0.04), normal_cdf(1.0), 1e-9);
}

}  // namespace
}  // namespace imcbench
