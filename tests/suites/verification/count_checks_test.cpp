// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/count_checks.h"

#include <gtest/gtest.h>

#include "tests/suites/verification/support.h"

namespace imcbench {
namespace {

using namespace testing_verification;

TEST(RateRow, FalseAlarms) {
  FalseAlarms alarms(0.01);
  for (std::uint32_t r = 0; r < kRepetitions; ++r) {
    const auto u = uniforms(r, 4096);
    const auto count = std::count_if(u.begin(), u.end(), [](double x) { return x < 0.3; });
    alarms.add({rate_row("a", "rate", static_cast<std::uint64_t>(count), u.size(), 0.3)});
  }
  alarms.expect_alpha([](const std::string&) { return false; });
}

TEST(RateRow, WrongRatesFail) {
  EXPECT_TRUE(rate_row("a", "rate", 3000, 10000, 0.3).passed(2e-6));
  const CheckRow more = rate_row("a", "rate", 3300, 10000, 0.3);
  EXPECT_FALSE(more.passed(2e-6));
  EXPECT_GT(more.z, 0.0);
  EXPECT_DOUBLE_EQ(more.value, 0.33);
  EXPECT_LT(rate_row("a", "rate", 2700, 10000, 0.3).z, -4.75);
}

TEST(RateRow, ImpossibleAndCertainAreExact) {
  EXPECT_TRUE(rate_row("a", "rate", 0, 10000, 0.0).passed(2e-6));
  EXPECT_TRUE(rate_row("a", "rate", 0, 10000, 0.0).is_exact());
  EXPECT_FALSE(rate_row("a", "rate", 1, 10000, 0.0).passed(2e-6));
  EXPECT_FALSE(rate_row("a", "rate", 9999, 10000, 1.0).passed(2e-6));
}

// 2^17 uniforms of 2^23 values: 1,021 repeats expected, standard deviation 32; at the true
// resolution the p-value is that of the count.
TEST(DistinctRow, UniformsRepeatAsTheBirthdayBoundSays) {
  const auto u = uniforms(0, 1u << 17);
  const CheckRow row = distinct_row("a", u, 0x1p23);
  EXPECT_TRUE(row.passed(1e-3));
  EXPECT_NEAR(row.expected, 131072.0 - 1024.0, 1.0);
  EXPECT_NEAR(row.value, row.expected, 5 * 32.0);
  EXPECT_FALSE(distinct_row("a", u, 0x1p24).passed(2e-6));
}

TEST(DistinctRow, PatternsAndTablesFail) {
  const auto u = uniforms(1, 4096);
  for (const double values : {999.0, 32768.0}) {
    const auto coarse = mapped(u, [=](double x) { return std::floor(x * values); });
    EXPECT_FALSE(distinct_row("a", coarse, 0x1p22).passed(2e-6)) << values;
  }
  EXPECT_FALSE(distinct_row("a", std::vector<double>(100, 1.5), 0x1p22).passed(2e-6));
  EXPECT_TRUE(distinct_row("a", std::vector<double>(1, 1.5), 0x1p22).passed(2e-6));
}

// Normals around 25: floats are 2^-19 apart, the density's square has the integral
// 1 / (2 sqrt(pi) sigma).
TEST(FloatResolution, OfANormalLaw) {
  const double sigma = 0.5, ulp = 0x1p-19;
  const double collision = ulp / (2.0 * std::sqrt(std::acos(-1.0)) * sigma);
  EXPECT_NEAR(1.0 / float_resolution(Law::normal(25.0, sigma)), 2.0 * (collision + 0x1p-23),
              1e-3 * collision);
  const Law mixed =
      Law::mixture({{0.5, Law::exact(0.0)}, {0.5, Law::normal(25.0, 1e-3)}});  // about 1,860 floats
  EXPECT_LT(float_resolution(mixed), 1860.0);
  EXPECT_GT(float_resolution(mixed), 400.0);
  const auto x = mapped(normals(0, 2048), [](double z) { return 25.0 + 1e-3 * z; });
  EXPECT_TRUE(distinct_row("a", x, float_resolution(mixed)).passed(1e-3));
}

}  // namespace
}  // namespace imcbench
