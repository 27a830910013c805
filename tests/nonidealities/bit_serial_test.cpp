// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

BitSerial digit_reader(double bits, double per_slice, std::uint32_t slice) {
  TileContext tile = kContext;
  tile.input_slice = slice;
  return bound<BitSerial>({{"bits", bits}, {"bits_per_slice", per_slice}}, tile);
}

ParamValues values_of(double bits, double per_slice) {
  ParamValues values = ParamValues::defaults(BitSerial::params);
  values.set("bits", bits);
  values.set("bits_per_slice", per_slice);
  return values;
}

TEST(BitSerial, ReadsOfAnMvm) {
  EXPECT_EQ(BitSerial::slices(values_of(7, 1)), 7u);
  EXPECT_EQ(BitSerial::slices(values_of(7, 2)), 4u);
  EXPECT_EQ(BitSerial::slices(values_of(7, 7)), 1u);
  EXPECT_EQ(BitSerial::slices(values_of(3, 8)), 1u);
  EXPECT_EQ(BitSerial::slices(values_of(15, 4)), 4u);
}

TEST(BitSerial, DigitsOfOneCode) {
  const float x = 0b1011010 / 127.0f;
  constexpr float kBits[] = {0, 1, 0, 1, 1, 0, 1};
  for (std::uint32_t d = 0; d < 7; ++d) {
    EXPECT_EQ(digit_reader(7, 1, d)(x, 0.0f), kBits[d]) << d;
    EXPECT_EQ(digit_reader(7, 1, d)(-x, 0.0f), -kBits[d]) << d;
  }
  EXPECT_EQ(digit_reader(7, 3, 0)(x, 0.0f), 2.0f / 7.0f);
  EXPECT_EQ(digit_reader(7, 3, 1)(x, 0.0f), 3.0f / 7.0f);
  EXPECT_EQ(digit_reader(7, 3, 2)(x, 0.0f), 1.0f / 7.0f);
}

// The weighted reads add up to the code, for every code and every way to cut it.
TEST(BitSerial, WeightedReadsAddUp) {
  for (const double bits : {1.0, 4.0, 7.0, 10.0}) {
    const int largest = (1 << static_cast<int>(bits)) - 1;
    for (double per_slice = 1.0; per_slice <= 8.0; ++per_slice) {
      const ParamValues values = values_of(bits, per_slice);
      std::vector<double> sum(2 * largest + 1);
      for (std::uint32_t d = 0; d < BitSerial::slices(values); ++d) {
        const BitSerial read = digit_reader(bits, per_slice, d);
        for (int code = -largest; code <= largest; ++code) {
          const float x = static_cast<float>(code) / static_cast<float>(largest);
          sum[code + largest] += BitSerial::factor(values, d) * static_cast<double>(read(x, 0.0f));
        }
      }
      for (int code = -largest; code <= largest; ++code) {
        EXPECT_NEAR(sum[code + largest] * largest, code, 1e-4 * largest / 100.0 + 1e-6) << bits;
      }
    }
  }
}

TEST(BitSerial, CodesRoundAndStopAtFullScale) {
  const BitSerial read = digit_reader(7, 7, 0);
  EXPECT_EQ(read(0.49f / 127.0f, 0.0f), 0.0f);
  EXPECT_EQ(read(0.51f / 127.0f, 0.0f), 1.0f / 127.0f);
  EXPECT_EQ(read(1.0f, 0.0f), 1.0f);
  EXPECT_EQ(read(3.0f, 0.0f), 1.0f);
  EXPECT_EQ(read(-3.0f, 0.0f), -1.0f);
}

// A device whose state is fresh at every read has variance sum_d digit_d^2 4^(m d) in place of
// code^2: 0.4793 for code 13 of 4 bits, and over uniform codes of 8 bits the table below.
double variance_factor(double bits, double per_slice, int first, int last) {
  const ParamValues values = values_of(bits, per_slice);
  double serial = 0.0, plain = 0.0;
  for (int code = first; code <= last; ++code) {
    const float x = static_cast<float>(code) / static_cast<float>(std::exp2(bits) - 1.0);
    plain += std::pow(code / (std::exp2(bits) - 1.0), 2);
    for (std::uint32_t d = 0; d < BitSerial::slices(values); ++d) {
      const auto input = static_cast<double>(digit_reader(bits, per_slice, d)(x, 0.0f));
      serial += std::pow(BitSerial::factor(values, d) * input, 2);
    }
  }
  return serial / plain;
}

TEST(BitSerial, VarianceFactors) {
  EXPECT_NEAR(variance_factor(4, 1, 13, 13), 0.4793, 5e-5);
  EXPECT_NEAR(variance_factor(8, 1, 0, 255), 0.503, 5e-4);
  EXPECT_NEAR(variance_factor(8, 2, 0, 255), 0.704, 5e-4);
  EXPECT_NEAR(variance_factor(8, 4, 0, 255), 0.917, 5e-4);
  EXPECT_NEAR(variance_factor(8, 8, 0, 255), 1.0, 1e-6);
  EXPECT_NEAR(variance_factor(3, 1, 0, 7), 0.600, 5e-4);
  EXPECT_NEAR(variance_factor(5, 1, 0, 31), 0.524, 5e-4);
}

TEST(BitSerial, LawIsTheDigit) {
  TileContext tile = kContext;
  for (tile.input_slice = 0; tile.input_slice < 3; ++tile.input_slice) {
    for (const double x : {-1.0, -0.37, 0.0, 0.2, 0.77}) {
      const Law law = law_of<BitSerial>(x, {{"bits_per_slice", 3}}, tile);
      ASSERT_TRUE(law.is_exact());
      const int code = static_cast<int>(std::lround(std::fabs(x) * 127));
      const double digit = code / (1 << 3 * tile.input_slice) % 8;
      EXPECT_NEAR(law.mean(), (x < 0 ? -digit : digit) / 7, 1e-12) << x;
    }
  }
}

// A tile without other nonidealities gives the product of the codes, however they are cut.
TEST(BitSerial, TileAddsItsReads) {
  constexpr std::uint32_t kInputs = 40, kOutputs = 5;
  const double times[] = {0.0};
  const std::vector<float> weight = testing_tile::normals(1, kInputs * kOutputs);
  std::vector<float> x = testing_tile::normals(2, kInputs);
  for (float& value : x) value = clamp_f(0.5f * value, -1.0f, 1.0f);
  for (const double per_slice : {1.0, 3.0, 8.0}) {
    Hardware hardware = testing_tile::only({"bit_serial"});
    hardware["bit_serial"].values.set("bits_per_slice", per_slice);
    const testing_tile::OneTile tile(hardware, kInputs, kOutputs, weight, times);
    ChipCpu chip(tile.analog, 1);
    chip.program(0, 0);
    const float* y = chip.forward(x.data(), 1, 0);
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      double expected = 0.0;
      for (std::uint32_t k = 0; k < kInputs; ++k) {
        expected += static_cast<double>(weight[k * kOutputs + n]) *
                    std::nearbyint(127.0 * static_cast<double>(x[k])) / 127.0;
      }
      EXPECT_NEAR(y[n], expected, 2e-5) << per_slice;
    }
  }
}

}  // namespace
}  // namespace imcbench
