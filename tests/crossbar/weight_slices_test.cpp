// SPDX-License-Identifier: Apache-2.0
// Several pairs per weight, and several reads per input: without noise both are the plain tile.
#include "kernels/crossbar/weight_slices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/core/check.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

using testing_tile::normals;
using testing_tile::OneTile;

constexpr std::uint32_t kInputs = 60, kOutputs = 17, kSamples = 9;
constexpr double kTime[] = {3600.0};

std::vector<float> targets() {
  std::vector<float> w = normals(1, kInputs * kOutputs);
  for (float& value : w) value = clamp_f(value / 3.0f, -1.0f, 1.0f);
  w[0] = 1.0f;
  w[1] = -1.0f;
  w[2] = 0.0f;
  return w;
}

ParamValues values(const char* settings) {
  ParamValues v = ParamValues::defaults(WeightSlices::params);
  v.set_from_text(settings, "test");
  return v;
}

std::vector<double> joined(const std::vector<WeightSlice>& slices) {
  std::vector<double> sum(slices.front().target.size(), 0.0);
  for (const WeightSlice& slice : slices) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += slice.factor * static_cast<double>(slice.target[i]);
      EXPECT_LE(std::fabs(slice.target[i]), 1.0f);
    }
  }
  return sum;
}

TEST(WeightSlices, OffIsTheWeightItself) {
  const auto slices = slice_weights(targets(), values(""), false);
  ASSERT_EQ(slices.size(), 1u);
  EXPECT_EQ(slices[0].target, targets());
  EXPECT_EQ(slices[0].factor, 1.0);
}

TEST(WeightSlices, DigitsAddUpToTheRoundedCode) {
  for (const int bits : {1, 2, 3}) {
    const auto slices = slice_weights(
        targets(), values(fmt::format("slices = 4, bits_per_slice = {}", bits).c_str()), true);
    ASSERT_EQ(slices.size(), 4u);
    const double largest = std::exp2(4.0 * bits) - 1.0, steps = std::exp2(bits) - 1.0;
    const std::vector<double> sum = joined(slices);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const double w = static_cast<double>(targets()[i]);
      EXPECT_NEAR(sum[i], std::copysign(std::nearbyint(std::fabs(w) * largest) / largest, w), 1e-6);
      for (const WeightSlice& slice : slices) {
        const double digit = std::fabs(static_cast<double>(slice.target[i])) * steps;
        EXPECT_NEAR(digit, std::nearbyint(digit), 1e-5);
      }
    }
  }
}

TEST(WeightSlices, CopiesAndOrderedPairsAddUpExactly) {
  for (const char* settings : {"slices = 3, fill = copies", "slices = 3, fill = ordered",
                               "slices = 4, fill = ordered, significance = 3"}) {
    const auto slices = slice_weights(targets(), values(settings), true);
    const std::vector<double> sum = joined(slices);
    for (std::size_t i = 0; i < sum.size(); ++i) EXPECT_NEAR(sum[i], targets()[i], 1e-6) << settings;
  }
}

TEST(WeightSlices, OrderedPairsFillTheLowestFirst) {
  const std::vector<float> w{0.2f, -0.5f, 1.0f};
  const auto slices = slice_weights(w, values("slices = 2, fill = ordered, significance = 3"), true);
  // Factors 1/4 and 3/4.
  EXPECT_NEAR(slices[0].target[0], 0.8, 1e-6);
  EXPECT_NEAR(slices[1].target[0], 0.0, 1e-6);
  EXPECT_NEAR(slices[0].target[1], -1.0, 1e-6);
  EXPECT_NEAR(slices[1].target[1], -1.0 / 3.0, 1e-6);
  EXPECT_NEAR(slices[1].target[2], 1.0, 1e-6);
}

TEST(WeightSlices, TooManyBitsAreRefused) {
  EXPECT_THROW(WeightSlices::check(values("slices = 4, bits_per_slice = 8"), "x"), InputError);
  EXPECT_NO_THROW(WeightSlices::check(values("slices = 16, fill = copies, bits_per_slice = 8"), "x"));
}

std::vector<float> outputs(const Hardware& hardware, std::uint32_t chip_index = 3) {
  const OneTile tile(hardware, kInputs, kOutputs, targets(), kTime);
  std::vector<float> x = normals(2, kSamples * kInputs);
  ChipCpu chip(tile.analog, kSamples);
  chip.program(chip_index, 0);
  const float* y = chip.forward(x.data(), kSamples, 0);
  return {y, y + kSamples * kOutputs};
}

Hardware with(const char* stage, const char* settings, Hardware hardware = Hardware()) {
  hardware[stage].enabled = true;
  hardware[stage].values.set_from_text(settings, stage);
  return hardware;
}

TEST(WeightSlices, NoiselessSlicesAreThePlainTile) {
  const std::vector<float> plain = outputs(Hardware());
  for (const char* settings : {"slices = 3, fill = copies", "slices = 3, fill = ordered",
                               "slices = 12, bits_per_slice = 2"}) {
    const std::vector<float> sliced = outputs(with("weight_slices", settings));
    for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_NEAR(sliced[i], plain[i], 2e-5) << settings;
  }
}

// The DAC's codes read digit by digit: exactly the DAC, whatever the digit's width.
TEST(BitSerialReads, NoiselessDigitsAreThePlainTile) {
  const Hardware dac = with("dac", "");
  const std::vector<float> plain = outputs(dac);
  for (const char* settings : {"", "bits_per_slice = 2", "bits_per_slice = 3", "bits_per_slice = 7"}) {
    const std::vector<float> serial = outputs(with("bit_serial", settings, dac));
    for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_NEAR(serial[i], plain[i], 2e-5) << settings;
  }
}

// All digits of one MVM meet the same devices: programming noise alone changes nothing between
// reading a code at once and digit by digit.
TEST(BitSerialReads, DigitsReadTheSameDevices) {
  const Hardware noisy = with("pcm_programming_noise", "", with("dac", ""));
  const std::vector<float> plain = outputs(noisy);
  const std::vector<float> serial = outputs(with("bit_serial", "bits_per_slice = 2", noisy));
  for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_NEAR(serial[i], plain[i], 5e-5);
}

// Slices are devices of their own: copies average programming noise. 153 outputs, the ratio of
// variances is F distributed; 4 copies give 1/4, and the bounds are six deviations away.
TEST(WeightSlices, CopiesAverageProgrammingNoise) {
  const std::vector<float> exact = outputs(Hardware());
  const Hardware noisy = with("pcm_programming_noise", "");
  double single = 0.0, averaged = 0.0;
  for (std::uint32_t chip = 0; chip < 40; ++chip) {
    const auto one = outputs(noisy, chip);
    const auto four = outputs(with("weight_slices", "slices = 4, fill = copies", noisy), chip);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      single += std::pow(static_cast<double>(one[i] - exact[i]), 2);
      averaged += std::pow(static_cast<double>(four[i] - exact[i]), 2);
    }
  }
  EXPECT_NEAR(averaged / single, 0.25, 0.05);
}

TEST(WeightSlices, EveryTileHasNamesOfItsOwn) {
  const Hardware hardware =
      with("bit_serial", "bits_per_slice = 4", with("weight_slices", "slices = 3", with("dac", "")));
  const OneTile tile(hardware, kInputs, kOutputs, targets(), kTime);
  ASSERT_EQ(tile.analog.tiles.size(), 6u);
  EXPECT_EQ(tile.analog.tiles[3].name, "fc/tile0/slice1/digit1");
  EXPECT_EQ(tile.analog.tiles[3].devices_name, "fc/tile0/slice1");
  EXPECT_EQ(tile.analog.tiles[3].devices_of, 2u);
  EXPECT_EQ(tile.analog.devices(), 3u * 2u * kInputs * kOutputs);
}

}  // namespace
}  // namespace imcbench
