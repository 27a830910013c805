// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/nonidealities/table_support.h"

namespace imcbench {
namespace {

using namespace testing_table;

TEST(TableProgrammingNoise, HasMeanAndDeviationOfTheEarliestTime) {
  const DeviceTable table = conductance_table();
  for (const double time_s : {1.0, 10.0, 1e9}) {  // whenever it is looked at
    const auto noise = bound<TableProgrammingNoise>(table, time_s);
    for (const float target : {0.0f, 2.0f, 5.0f, 17.0f, 25.0f}) {
      for (const float xi : {-0.3f, 0.0f, 1.7f}) {
        EXPECT_NEAR(after(noise, target, target, xi),
                    mean_uS(target, 1.0) + sigma_uS(target, 1.0) * static_cast<double>(xi), 1e-5);
      }
    }
  }
}

TEST(TableProgrammingNoise, KeepsWhatCameBeforeAndNeverGoesBelowZero) {
  const DeviceTable table = conductance_table();
  const auto noise = bound<TableProgrammingNoise>(table, 1.0);
  EXPECT_NEAR(after(noise, 10.0f, 11.5f, 0.5f), mean_uS(10, 1) + 1.5 + 0.5 * sigma_uS(10, 1), 1e-5);
  EXPECT_EQ(after(noise, 0.0f, 0.0f, -5.0f), 0.0f);
}

TEST(TableProgrammingNoise, ScaleIsTheDepartureFromTheTarget) {
  const DeviceTable table = conductance_table();
  const auto half = bound<TableProgrammingNoise>(table, 1.0, {{"scale", 0.5}});
  EXPECT_NEAR(after(half, 10.0f, 10.0f, 2.0f), 0.5 * 10 + 0.5 * mean_uS(10, 1) + sigma_uS(10, 1),
              1e-5);
  const auto none = bound<TableProgrammingNoise>(table, 1.0, {{"scale", 0.0}});
  EXPECT_EQ(after(none, 10.0f, 7.3f, 2.0f), 7.3f);
}

TEST(TableProgrammingNoise, IsReadAtTheTemperature) {
  const DeviceTable table = warm_table();
  const auto noise = bound<TableProgrammingNoise>(table, 1.0, {{"temperature_K", 325.0}});
  EXPECT_NEAR(after(noise, 10.0f, 10.0f, 2.0f), 3.25 + 2 * 0.325, 1e-5);
  EXPECT_EQ(input_error_of([&] {
              bound<TableProgrammingNoise>(table, 1.0, {{"temperature_K", 250.0}});
            }),
            "table_programming_noise: temperature_K = 250 is outside the table t.csv; it holds 300 "
            "to 400, and nothing is extrapolated");
}

// max(m + s Z, 0): E = m P + s q and E of the square = (m^2 + s^2) P + m s q, with P = P(Z > -m / s)
// and q the density there.
TEST(TableProgrammingNoise, LawIsTheClippedNormal) {
  const DeviceTable table = conductance_table();
  for (const double target : {0.0, 3.0, 25.0}) {
    const Law law = TableProgrammingNoise::law(values<TableProgrammingNoise>(),
                                               context(table, 50.0), target);
    const double m = mean_uS(target, 1.0), s = sigma_uS(target, 1.0);
    const double above = 0.5 * std::erfc(-m / s / std::sqrt(2.0));
    const double q = std::exp(-0.5 * m * m / s / s) / std::sqrt(2.0 * M_PI);
    const double mean = m * above + s * q;
    EXPECT_NEAR(law.mean(), mean, 1e-8 * mean);
    EXPECT_NEAR(law.variance(), (m * m + s * s) * above + m * s * q - mean * mean, 1e-8);
    EXPECT_NEAR(law.cdf(0.0), 1.0 - above, 1e-9);
  }
}

}  // namespace
}  // namespace imcbench
