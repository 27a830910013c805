// SPDX-License-Identifier: Apache-2.0
// Bit-serial inputs on columns of fluctuating cells: the variance against sum_pq 2^(p + q) d_p d_q
// r^|p - q| of the codes' digits, r the correlation of a cell's states from digit to digit. (Its
// means over distributions of codes are in suites/energy/code_law.h.)
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/nonidealities/column_samples.h"

namespace imcbench {
namespace {

constexpr int kBits = 8, kLargest = 255;
constexpr std::uint32_t kInputs = 16, kOutputs = 160, kReads = 250;
constexpr double kKappa = 0.02;

int code(std::uint32_t k) { return static_cast<int>((k * 97 + 13) % 256); }

// Of the codes, over sum X^2; digits of `m` bits.
double expected_factor(int m, double r) {
  double serial = 0.0, plain = 0.0;
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    plain += code(k) * code(k);
    for (int p = 0; p < kBits; p += m) {
      for (int q = 0; q < kBits; q += m) {
        const auto part = [&](int at) { return code(k) & (((1 << m) - 1) << at); };
        serial += 1.0 * part(p) * part(q) * std::pow(r, std::abs(p - q) / m);
      }
    }
  }
  return serial / plain;
}

// The variance of the columns over what one read of plain codes has. Reads are 1000 samples apart.
double measured_factor(const char* kind, const std::string& settings, int digit_bits) {
  Hardware hardware = testing_tile::only({kind, "bit_serial"});
  hardware[kind].values.set_from_text("cells = single" + settings, kind);
  hardware["bit_serial"].values.set("bits", kBits);
  hardware["bit_serial"].values.set("bits_per_slice", digit_bits);
  const std::vector<float> weight = testing_tile::normals(1, kInputs * kOutputs);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(hardware, kInputs, kOutputs, weight, times);
  const testing_tile::OneTile exact(Hardware(), kInputs, kOutputs, weight, times);
  std::vector<float> x;
  double power = 0.0;
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    x.push_back(static_cast<float>(code(k)) / kLargest);
    power += static_cast<double>(x[k]) * static_cast<double>(x[k]);
  }
  ChipCpu chip(tile.analog, 1), ideal(exact.analog, 1);
  chip.program(0, 0);
  ideal.program(0, 0);
  const float* y0 = ideal.forward(x.data(), 1, 0);
  const std::vector<float> noiseless(y0, y0 + kOutputs);
  double squares = 0.0;
  for (std::uint32_t r = 0; r < kReads; ++r) {
    const float* y = chip.forward(x.data(), 1, 1000 * r);
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      const double e = (y[n] - noiseless[n]) / exact.analog.tiles[0].column_scale[n];
      squares += e * e;
    }
  }
  return squares / (kOutputs * kReads) / (kKappa * kKappa * power);
}

// 5 standard errors of a variance of 40,000 nearly normal samples: 3.5 %; false alarm 6e-7 each.
const double kTolerance = 5.0 * std::sqrt(2.0 / (kOutputs * double{kReads}));

TEST(LowFluctuation, FreshStatesAtEveryDigit) {
  for (const int m : {1, 2, 4, 8}) {
    const double expected = expected_factor(m, 0.0);
    EXPECT_NEAR(measured_factor("rtn_per_read", "", m) / expected, 1.0, kTolerance) << m;
    EXPECT_NEAR(measured_factor("rtn_moments", "", m) / expected, 1.0, kTolerance) << m;
  }
  EXPECT_LT(expected_factor(1, 0.0), 0.6);
}

// tau_c = tau_e = 2 tau: the correlation of successive reads is exp(-dt / tau).
TEST(LowFluctuation, StatesThatPersistFromDigitToDigit) {
  for (const double r : {0.1, 0.5, 0.9}) {
    const double tau_s = -1e-6 / std::log(r);
    const std::string slow = fmt::format(", tau_c_s = {0}, tau_e_s = {0}", 2.0 * tau_s);
    const double expected = expected_factor(1, r);
    EXPECT_NEAR(measured_factor("rtn_telegraph", slow, 1) / expected, 1.0, kTolerance) << r;
  }
}

// States that last an image are the same in all digits: nothing is gained, draw for draw.
TEST(LowFluctuation, StatesOfAnImageAreSharedByItsDigits) {
  EXPECT_NEAR(measured_factor("rtn_per_image", "", 1), measured_factor("rtn_per_image", "", 8),
              1e-4);
  EXPECT_NEAR(measured_factor("rtn_per_image", "", 1), 1.0, kTolerance);
}

}  // namespace
}  // namespace imcbench
