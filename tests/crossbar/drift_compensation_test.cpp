// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/drift_compensation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

using testing_tile::normals;
using testing_tile::OneTile;

constexpr double kTimes[] = {0.0, 3600.0, 86400.0};
constexpr std::uint32_t kInputs = 200, kOutputs = 50;

const std::vector<float>& weights() {
  static const std::vector<float> w = normals(1, kInputs * kOutputs);
  return w;
}

float factor(const Hardware& hardware, std::uint32_t chip_index, std::size_t time) {
  const OneTile tile(hardware, kInputs, kOutputs, weights(), kTimes);
  ChipCpu chip(tile.analog, 1);
  chip.program(chip_index, time);
  return chip.compensation(0);
}

// From the conductances, by the definition: mean |w| after programming over mean |w| now.
double factor_by_definition(const Hardware& hardware, std::uint32_t chip, std::size_t time) {
  const OneTile tile(hardware, kInputs, kOutputs, weights(), kTimes);
  const auto g = testing_tile::conductances(tile.analog, chip, time);
  double before = 0.0, now = 0.0;
  for (std::size_t i = 0; i < weights().size(); ++i) {
    before += std::fabs(static_cast<double>(g.programmed_uS[0][i]) -
                        static_cast<double>(g.programmed_uS[1][i]));
    now += std::fabs(static_cast<double>(g.aged_uS[0][i]) - static_cast<double>(g.aged_uS[1][i]));
  }
  return before / now;
}

TEST(DriftCompensation, IdealReadoutIsTheRatioOfMeans) {
  const Hardware hardware = Hardware::standard();
  for (const std::size_t time : {0u, 1u, 2u}) {
    for (const std::uint32_t chip : {0u, 1u, 2u}) {
      EXPECT_NEAR(factor(hardware, chip, time), factor_by_definition(hardware, chip, time), 2e-6);
    }
  }
}

// Drift alone, one exponent for all devices: the factor undoes it exactly.
TEST(DriftCompensation, UndoesACommonDecay) {
  TileReadout sums{1 << 28, 1 << 26};
  EXPECT_EQ(compensation_factor(sums, 1000), 4.0f);
}

TEST(DriftCompensation, ReadoutsBelowTheSmallestCountAsTheSmallest) {
  // 100 cells, mean |w| = 1e-3 before and 0 now: 1e-3 / 1e-4.
  const auto sum = static_cast<std::int64_t>(0.1 * 0x1p24);
  EXPECT_NEAR(compensation_factor({sum, 0}, 100), 10.0f, 1e-5f);
  EXPECT_EQ(compensation_factor({0, 0}, 100), 1.0f);
}

TEST(DriftCompensation, NothingAgedIsOne) {
  EXPECT_EQ(factor(testing_tile::only({"pcm_programming_noise", "drift_compensation"}), 1, 2),
            1.0f);
  EXPECT_EQ(factor(testing_tile::only({"pcm_drift", "drift_compensation"}), 1, 0), 1.0f);
  EXPECT_EQ(factor(testing_tile::only({"pcm_drift"}), 1, 2), 1.0f);  // compensation off
}

// Through the circuits with all of them off, the noisy read-out reads what the ideal one reads.
TEST(DriftCompensation, NoisyReadoutWithoutNoiseIsIdeal) {
  Hardware hardware =
      testing_tile::only({"pcm_programming_noise", "pcm_drift", "drift_compensation"});
  const float ideal = factor(hardware, 1, 2);
  hardware["drift_compensation"].values.set("readout", 1);
  EXPECT_FLOAT_EQ(factor(hardware, 1, 2), ideal);
}

// Fact sheet 2.6: a coarse converter or strong output noise spoils the noisy read-out, not the
// ideal.
TEST(DriftCompensation, CoarseConvertersSpoilTheNoisyReadout) {
  Hardware hardware = Hardware::standard();
  const double ideal = static_cast<double>(factor(hardware, 0, 1));
  hardware["drift_compensation"].values.set("readout", 1);
  EXPECT_NEAR(factor(hardware, 0, 1), ideal, 0.06 * ideal);
  hardware["adc"].values.set("steps", 30);
  EXPECT_GT(factor(hardware, 0, 1), 1.1 * ideal);
  hardware["adc"].values.set("steps", 254);
  hardware["output_noise"].values.set("sigma", 0.32);
  EXPECT_LT(factor(hardware, 0, 1), 0.95 * ideal);
  hardware["drift_compensation"].values.set("readout", 0);
  EXPECT_FLOAT_EQ(factor(hardware, 0, 1), static_cast<float>(ideal));
}

TEST(DriftCompensation, ScalesTheOutputs) {
  Hardware hardware = testing_tile::only({"pcm_drift", "drift_compensation"});
  const OneTile with(hardware, kInputs, kOutputs, weights(), kTimes);
  hardware["drift_compensation"].enabled = false;
  const OneTile without(hardware, kInputs, kOutputs, weights(), kTimes);
  const std::vector<float> x = normals(2, kInputs);
  ChipCpu a(with.analog, 1), b(without.analog, 1);
  a.program(0, 2);
  b.program(0, 2);
  const float *y = a.forward(x.data(), 1, 0), *plain = b.forward(x.data(), 1, 0);
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    EXPECT_NEAR(y[n], plain[n] * a.compensation(0), 1e-5 * std::fabs(plain[n]) + 1e-6);
  }
}

}  // namespace
}  // namespace imcbench
