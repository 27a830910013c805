// SPDX-License-Identifier: Apache-2.0
// The measure of MVM error that studies use; the tables of the literature are held against the same
// code in tests/crossbar/mvm_error_test.cpp and knob_table_test.cpp, with more tiles.
#include "suites/experiments/mvm_error.h"

#include <gtest/gtest.h>

#include <cmath>

namespace imcbench {
namespace {

constexpr double kHour = 3600;

Hardware with_sigma(double sigma) {
  Hardware hardware = Hardware::standard();
  hardware["output_noise"].values.set("sigma", sigma);
  return hardware;
}

const MvmMeter& meter() {
  static const MvmMeter shared(1);
  return shared;
}

TEST(MvmMeter, the_standard_crossbar_has_14_percent_at_an_hour) {
  EXPECT_NEAR(meter().epsilon(Hardware::standard(), kHour), 0.141, 0.01);
}

TEST(MvmMeter, equal_seeds_give_equal_bits_and_other_seeds_other_draws) {
  const double first = meter().epsilon(Hardware::standard(), kHour);
  EXPECT_EQ(MvmMeter(1).epsilon(Hardware::standard(), kHour), first);
  const double other = MvmMeter(2).epsilon(Hardware::standard(), kHour);
  EXPECT_NE(other, first);
  EXPECT_NEAR(other, first, 0.005);
}

TEST(MvmMeter, an_ideal_chip_makes_no_error) {
  EXPECT_LT(meter().epsilon(Hardware(), kHour), 1e-6);
}

// With nothing else on, y~ = y + sigma m_n xi_n: m_n the full scale of column n, the largest of 512
// normal weights; |y|^2 has mean 512 * 512 * Var(x) with Var(x) that of N(0, 1/9) clipped at 3
// deviations. m_n^2 has mean 10.675 (by quadrature of the law of the largest |normal| of 512).
TEST(MvmMeter, output_noise_alone_has_its_closed_form) {
  Hardware hardware;
  hardware["output_noise"].enabled = true;
  hardware["output_noise"].values.set("sigma", 0.2);
  const double variance_x = 0.99501 / 9, m2 = 10.675;
  const double expected = 0.2 * std::sqrt(m2 / (512 * variance_x));
  EXPECT_NEAR(meter().epsilon(hardware, kHour), expected, 0.02 * expected);
}

TEST(EqualMvmError, the_value_found_has_the_error_asked_for) {
  const ParameterRange range(0.04, 0.5, ParameterRange::Steps::linear, false);
  const auto sigma = find_equal_mvm_error(meter(), with_sigma, 0.2, range, kHour);
  ASSERT_TRUE(sigma.has_value());
  EXPECT_NEAR(meter().epsilon(with_sigma(*sigma), kHour), 0.2, 2e-4);
  EXPECT_NEAR(*sigma, 0.26, 0.02);  // found by hand on other tiles
}

TEST(EqualMvmError, outside_the_range_there_is_nothing) {
  const ParameterRange range(0.04, 0.1, ParameterRange::Steps::log, false);
  EXPECT_FALSE(find_equal_mvm_error(meter(), with_sigma, 0.2, range, kHour));
  EXPECT_FALSE(find_equal_mvm_error(meter(), with_sigma, 0.05, range, kHour));
}

TEST(EqualMvmError, whole_numbers_stay_whole_and_may_fall) {
  const auto with_steps = [](double steps) {
    EXPECT_EQ(steps, std::round(steps));
    Hardware hardware = Hardware::standard();
    hardware["dac"].values.set("steps", steps);
    return hardware;
  };
  const ParameterRange range(254, 4, ParameterRange::Steps::log, true);
  const auto steps = find_equal_mvm_error(meter(), with_steps, 0.187, range, kHour);
  ASSERT_TRUE(steps.has_value());
  EXPECT_NEAR(*steps, 14, 1);  // 4 bits have 18.7 %
}

TEST(ParameterRange, positions_and_values_belong_together) {
  const ParameterRange up(0.04, 0.5, ParameterRange::Steps::linear, false);
  EXPECT_EQ(up.value(0.5), 0.27);
  EXPECT_NEAR(up.position(0.27), 0.5, 1e-12);
  const ParameterRange down(256, 4, ParameterRange::Steps::log, true);
  EXPECT_FALSE(down.rising());
  EXPECT_EQ(down.value(0), 256);
  EXPECT_EQ(down.value(0.5), 32);
  EXPECT_EQ(down.value(1), 4);
  EXPECT_EQ(down.between(256, 4), 32);
}

}  // namespace
}  // namespace imcbench
