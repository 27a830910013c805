// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

Read power_and_normal(float power, float xi) {
  Read read;
  read.read_power = power;
  read.xi = xi;
  return read;
}

using testing_nonideality::bound;

// 4096 reads of one input vector on 32 columns: variance sigma^2 sum_j |w_j| x_j^2 and mean s.
// Each column's variance is within 6 of its standard errors, sqrt(2 / 4096), and its mean within 6:
// false alarm 64 * 2e-9 = 1.3e-7.
TEST(PcmReadNoise, VarianceOfAColumn) {
  constexpr std::uint32_t kInputs = 100, kOutputs = 32, kReads = 4096;
  const std::vector<float> weight = testing_tile::normals(1, kInputs * kOutputs);
  std::vector<float> input = testing_tile::normals(2, kInputs);
  for (float& x : input) x = clamp_f(0.5f * x, -1.0f, 1.0f);
  const double times[] = {0.0};
  Hardware hardware = testing_tile::only({"pcm_read_noise"});
  const testing_tile::OneTile tile(hardware, kInputs, kOutputs, weight, times);
  const AnalogTile& t = tile.analog.tiles[0];
  std::vector<float> x;
  for (std::uint32_t r = 0; r < kReads; ++r) x.insert(x.end(), input.begin(), input.end());
  ChipCpu chip(tile.analog, kReads);
  chip.program(0, 0);
  const float* y = chip.forward(x.data(), kReads, 0);
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    double s = 0.0, power = 0.0, sum = 0.0, squares = 0.0;
    for (std::uint32_t k = 0; k < kInputs; ++k) {
      const double w = static_cast<double>(t.target[k * kOutputs + n]),
                   a = static_cast<double>(input[k]);
      s += w * a;
      power += std::fabs(w) * a * a;
    }
    for (std::uint32_t r = 0; r < kReads; ++r) {
      const double e = static_cast<double>(y[r * kOutputs + n] / t.column_scale[n]) - s;
      sum += e;
      squares += e * e;
    }
    const double variance = 0.0175 * 0.0175 * power;
    EXPECT_NEAR(squares / kReads / variance, 1.0, 6 * std::sqrt(2.0 / kReads)) << n;
    EXPECT_NEAR(sum / kReads / std::sqrt(variance / kReads), 0.0, 6.0) << n;
  }
}

TEST(PcmReadNoise, GrowsAsTheRootOfThePower) {
  const auto noise = bound<PcmReadNoise>();
  EXPECT_NEAR(noise(1.0f, power_and_normal(64.0f, 2.0f)), 1.0 + 0.0175 * 8 * 2, 1e-6);
  EXPECT_EQ(noise(1.0f, power_and_normal(0.0f, 2.0f)), 1.0f);
}

TEST(PcmReadNoise, ZeroStrengthIsTheIdentity) {
  EXPECT_EQ(bound<PcmReadNoise>({{"sigma", 0.0}})(-3.3f, power_and_normal(64.0f, 5.0f)), -3.3f);
}

}  // namespace
}  // namespace imcbench
