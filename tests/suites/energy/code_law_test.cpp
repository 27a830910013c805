// SPDX-License-Identifier: Apache-2.0
// Variance and energy factors of bit-serial inputs: closed forms and tables, to three digits.
#include "suites/energy/code_law.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace imcbench {
namespace {

// Uniform codes: r_V = (2^B + 1) / (2^(B + 1) - 1), r_E = B / (2^B - 1).
TEST(CodeLaw, UniformCodesInClosedForm) {
  for (std::uint32_t bits = 1; bits <= 12; ++bits) {
    const double top = std::exp2(bits);
    const CodeLaw law = uniform_codes(bits);
    EXPECT_NEAR(variance_factor(law, 1), (top + 1) / (2 * top - 1), 1e-12) << bits;
    EXPECT_NEAR(energy_factor(law, 1), bits / (top - 1), 1e-12) << bits;
  }
}

// One full-scale code: r_V = (2^B + 1) / (3 (2^B - 1)), r_E = B / (2^B - 1); code 13 of 4 bits:
// (64 + 16 + 1) / 169.
TEST(CodeLaw, SingleCodes) {
  for (std::uint32_t bits = 1; bits <= 10; ++bits) {
    const double top = std::exp2(bits);
    CodeLaw law(static_cast<std::size_t>(top), 0.0);
    law.back() = 1.0;
    EXPECT_NEAR(variance_factor(law, 1), (top + 1) / (3 * (top - 1)), 1e-12);
    EXPECT_NEAR(energy_factor(law, 1), bits / (top - 1), 1e-12);
  }
  CodeLaw thirteen(16, 0.0);
  thirteen[13] = 1.0;
  EXPECT_NEAR(variance_factor(thirteen, 1), 81.0 / 169.0, 1e-12);
}

// One unit of the third digit.
double third_digit(double value) { return std::pow(10.0, std::floor(std::log10(value)) - 2.0); }

// To three digits; half-normal and exponential columns, which were simulated where they come from,
// to one unit of the third.
TEST(CodeLaw, TableOfCodes) {
  constexpr struct {
    std::uint32_t bits;
    double uniform_v, uniform_e, normal_v, normal_e, exponential_v, exponential_e;
  } kRows[] = {{3, 0.600, 0.429, 0.833, 0.649, 0.859, 0.736},
               {4, 0.548, 0.267, 0.714, 0.435, 0.734, 0.526},
               {5, 0.524, 0.161, 0.654, 0.280, 0.663, 0.354},
               {6, 0.512, 0.0952, 0.624, 0.174, 0.625, 0.228},
               {8, 0.503, 0.0314, 0.602, 0.0618, 0.597, 0.0849}};
  const auto expect = [](const CodeLaw& law, double v, double e, double units) {
    EXPECT_NEAR(variance_factor(law, 1), v, units * third_digit(v)) << law.size();
    EXPECT_NEAR(energy_factor(law, 1), e, units * third_digit(e)) << law.size();
  };
  for (const auto& row : kRows) {
    expect(uniform_codes(row.bits), row.uniform_v, row.uniform_e, 0.5);
    expect(half_normal_codes(row.bits), row.normal_v, row.normal_e, 1.0);
    expect(exponential_codes(row.bits), row.exponential_v, row.exponential_e, 1.0);
  }
}

TEST(CodeLaw, TableOfRadixes) {
  constexpr struct {
    std::uint32_t digit_bits;
    double variance, energy;
  } kRows[] = {{1, 0.503, 0.031}, {2, 0.704, 0.047}, {4, 0.917, 0.118}, {8, 1.0, 1.0}};
  const CodeLaw law = uniform_codes(8);
  for (const auto& row : kRows) {
    EXPECT_NEAR(variance_factor(law, row.digit_bits), row.variance, 5e-4) << row.digit_bits;
    EXPECT_NEAR(energy_factor(law, row.digit_bits), row.energy, 5e-4) << row.digit_bits;
  }
}

TEST(CodeLaw, TableOfCorrelations) {
  const CodeLaw law = uniform_codes(8);
  const double correlation[] = {0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0};
  const double expected[] = {0.503, 0.529, 0.592, 0.671, 0.773, 0.912, 0.991, 1.0};
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_NEAR(variance_factor(law, 1, correlation[i]), expected[i], 5.1e-4) << correlation[i];
  }
}

// E[X] and E[X^2] of a rounded half-normal and exponential law are near those of the law itself.
TEST(CodeLaw, LawsAreNormalizedAndHaveTheirMoments) {
  const auto moment = [](const CodeLaw& law, int power) {
    double sum = 0.0;
    for (std::size_t x = 0; x < law.size(); ++x) {
      sum += law[x] * std::pow(static_cast<double>(x) / static_cast<double>(law.size() - 1), power);
    }
    return sum;
  };
  for (const CodeLaw& law : {uniform_codes(9), half_normal_codes(9), exponential_codes(9)}) {
    EXPECT_NEAR(std::accumulate(law.begin(), law.end(), 0.0), 1.0, 1e-12);
  }
  EXPECT_NEAR(moment(half_normal_codes(12), 1), std::sqrt(2.0 / 3.14159265358979) / 4.0, 1e-4);
  EXPECT_NEAR(moment(half_normal_codes(12), 2), 1.0 / 16.0, 1e-4);
  EXPECT_NEAR(moment(exponential_codes(12), 1), 1.0 / 8.0, 1e-3);
}

TEST(InputCoding, SlotsUnitsAndCosts) {
  const InputCoding pulse{Coding::pulse_width, 5}, amplitude{Coding::amplitude, 5},
      serial{Coding::digits, 5, 1}, quaternary{Coding::digits, 5, 2};
  EXPECT_EQ(pulse.slots(), 1u);
  EXPECT_EQ(pulse.units(), 31.0);
  EXPECT_EQ(pulse.cost(13), 13.0);
  EXPECT_EQ(amplitude.slots(), 1u);
  EXPECT_EQ(amplitude.units(), 1.0);
  EXPECT_EQ(amplitude.cost(31), 1.0);
  EXPECT_EQ(serial.slots(), 5u);
  EXPECT_EQ(serial.units(), 5.0);
  EXPECT_EQ(serial.cost(0b10111), 4.0);
  EXPECT_EQ(quaternary.slots(), 3u);
  EXPECT_EQ(quaternary.units(), 3.0 + 3.0 + 1.0);
  EXPECT_EQ(quaternary.cost(0b10111), 3.0 + 1.0 + 1.0);
  // At equal voltage and slot time bit-serial costs more than amplitude coding.
  for (std::uint32_t x = 0; x < 32; ++x) EXPECT_GE(serial.cost(x), amplitude.cost(x));
}

}  // namespace
}  // namespace imcbench
