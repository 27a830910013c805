// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/table_support.h"

namespace imcbench {
namespace {

using namespace testing_table;

// Of one column, from the formula: two pairs, inputs 1 and -0.5, at 10 s.
double expected_sigma() {
  const auto square = [](double g) { return std::pow(sigma_uS(g, 10.0), 2); };
  return std::sqrt((square(20) + square(1)) + (square(0) + square(12)) * 0.25) / 25.0;
}
const ColumnSubject kColumn{{20.0, 0.0}, {1.0, 12.0}, {1.0, -0.5}};

TEST(TableReadNoise, AddsTheDeviationsOfAllDevicesOfAColumn) {
  const DeviceTable table = conductance_table();
  const auto noise = bound<TableReadNoise>(table, 10.0, {{"scale", 2.0}});
  Read read;
  read.xi = 1.5f;
  for (std::size_t j = 0; j < 2; ++j) {
    const DevicePair pair{static_cast<float>(kColumn.plus_uS[j]),
                          static_cast<float>(kColumn.minus_uS[j])};
    read.panel[0] += noise.panel(0, pair) * noise.panel_input(0, static_cast<float>(kColumn.x[j]));
  }
  EXPECT_NEAR(noise(0.3f, read), 0.3 + 2.0 * 1.5 * expected_sigma(), 1e-6);
  EXPECT_EQ(bound<TableReadNoise>(table, 10.0, {{"scale", 0.0}})(0.3f, read), 0.3f);
}

TEST(TableReadNoise, LawIsNormalAroundTheIdealSum) {
  const DeviceTable table = conductance_table();
  const Law law = TableReadNoise::law(values<TableReadNoise>(), context(table, 10.0), kColumn);
  EXPECT_NEAR(law.mean(), (19.0 + 6.0) / 25.0, 1e-12);
  EXPECT_NEAR(std::sqrt(law.variance()), expected_sigma(), 1e-9);
}

TEST(TableReadNoise, DevicesOutsideTheTargetsHaveTheNoiseOfTheNearest) {
  const DeviceTable table = conductance_table();
  const auto noise = bound<TableReadNoise>(table, 1.0);
  EXPECT_EQ(noise.panel(0, {30.0f, 0.0f}), noise.panel(0, {25.0f, 0.0f}));
}

TEST(TableReadNoise, ATableOfLaterTimesIsRefused) {
  const DeviceTable table = conductance_table();
  EXPECT_EQ(input_error_of([&] { bound<TableReadNoise>(table, 0.5); }),
            "table_read_noise: time_s = 0.5 is outside the table t.csv; it holds 1 to 100, and "
            "nothing is extrapolated");
}

// Through the kernels: 50 columns of one device at full scale, which is not read, and one of 20 uS
// against 0 uS, read 20,000 times. The deviation is within 5 standard errors but for once in 2
// million.
TEST(TableReadNoise, ReadsOfATileHaveTheTabulatedDeviation) {
  constexpr std::uint32_t kOutputs = 50, kReads = 400;
  constexpr double kTimes[] = {10.0};
  Hardware hardware = testing_tile::only({"table_read_noise"});
  hardware["mapping"].values.set("column_scaling", 0);
  hardware["table_read_noise"].table = std::make_shared<const DeviceTable>(conductance_table());
  std::vector<float> weight(2 * kOutputs, 0.8f), x(2 * kReads, 0.0f);
  for (std::size_t n = 0; n < kOutputs; ++n) weight[n] = 1.0f;
  for (std::size_t read = 0; read < kReads; ++read) x[2 * read + 1] = 1.0f;
  const testing_tile::OneTile tile(hardware, 2, kOutputs, weight, kTimes);
  ChipCpu chip(tile.analog, kReads);
  chip.program(0, 0);
  const float* y = chip.forward(x.data(), kReads, 0);
  double squares = 0.0;
  for (std::size_t i = 0; i < kReads * kOutputs; ++i) {
    squares += std::pow(static_cast<double>(y[i]) - 0.8, 2);
  }
  const double n = kReads * kOutputs;
  const double expected = std::hypot(sigma_uS(20.0, 10.0), sigma_uS(0.0, 10.0)) / 25.0;
  EXPECT_NEAR(std::sqrt(squares / n) / expected, 1.0, 5.0 / std::sqrt(2.0 * n));
}

}  // namespace
}  // namespace imcbench
