// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/table_support.h"

namespace imcbench {
namespace {

using namespace testing_table;

TEST(TableRelaxation, KeepsTheStandardisedDeviationOfADevice) {
  const DeviceTable table = conductance_table();
  for (const double time_s : {1.0, 10.0, 100.0}) {
    const auto relaxed = bound<TableRelaxation>(table, time_s);
    for (const double target : {2.0, 5.0, 20.0}) {
      for (const double z : {-2.0, 0.0, 1.3}) {
        const auto g = static_cast<float>(mean_uS(target, 1.0) + z * sigma_uS(target, 1.0));
        EXPECT_NEAR(after(relaxed, static_cast<float>(target), g, 0.0f),
                    mean_uS(target, time_s) + z * sigma_uS(target, time_s), 1e-5);
      }
    }
  }
}

TEST(TableRelaxation, TheEarliestTimeAndNoScaleAreTheIdentity) {
  const DeviceTable table = conductance_table();
  EXPECT_EQ(after(bound<TableRelaxation>(table, 1.0), 10.0f, 7.3f, 0.0f), 7.3f);
  EXPECT_EQ(after(bound<TableRelaxation>(table, 50.0, {{"scale", 0.0}}), 10.0f, 7.3f, 0.0f), 7.3f);
}

TEST(TableRelaxation, NeverGoesBelowZero) {
  EXPECT_EQ(after(bound<TableRelaxation>(conductance_table(), 100.0), 25.0f, 2.0f, 0.0f), 0.0f);
}

TEST(TableRelaxation, WithoutAnInitialSpreadTheDeviationStays) {
  std::vector<TableRow> rows;
  for (const double time_s : {1.0, 100.0}) {
    for (const double target : {0.0, 25.0}) {
      rows.push_back({time_s, 0.0, target, target / time_s, time_s - 1.0, "row"});
    }
  }
  const auto table = DeviceTable::from_rows(TableKind::conductance, {true, false}, "t.csv", rows);
  EXPECT_NEAR(after(bound<TableRelaxation>(table, 100.0), 20.0f, 21.0f, 0.0f), 1.2, 1e-5);
}

TEST(TableRelaxation, TimesOutsideTheTableAndTablesWithoutTimesAreRefused) {
  const DeviceTable table = conductance_table(), timeless = timeless_table();
  EXPECT_EQ(input_error_of([&] { bound<TableRelaxation>(table, 101.0); }),
            "table_relaxation: time_s = 101 is outside the table t.csv; it holds 1 to 100, and "
            "nothing is extrapolated");
  EXPECT_EQ(input_error_of([&] { bound<TableRelaxation>(timeless, 1.0); }),
            "table_relaxation: the table t.csv has no column time_s, so it says nothing about "
            "ageing");
}

TEST(TableRelaxation, LawIsWhatADeviceOnTargetBecomes) {
  const DeviceTable table = conductance_table();
  for (const double target : {1.0, 10.0, 25.0}) {
    const Law law =
        TableRelaxation::law(values<TableRelaxation>({{"scale", 0.5}}), context(table, 10.0), target);
    const double z = (target - mean_uS(target, 1.0)) / sigma_uS(target, 1.0);
    const double now = mean_uS(target, 10.0) + z * sigma_uS(target, 10.0);
    ASSERT_TRUE(law.is_exact());
    EXPECT_NEAR(law.mean(), 0.5 * (target + now), 1e-12);
  }
}

// What the table promises: after programming and ageing, the conductances of many devices have its
// mean and deviation at every tabulated time, and each device keeps its place. 5 standard errors of
// 20,000 devices: falsely alarmed once in 300,000.
TEST(TableRelaxation, ProgrammedChipsHaveTheTabulatedMomentsAtEveryTime) {
  constexpr std::uint32_t kInputs = 400, kOutputs = 50, kDevices = kInputs * kOutputs;
  constexpr double kTimes[] = {1.0, 10.0, 100.0}, kTarget = 15.0;
  Hardware hardware = testing_tile::only({"table_programming_noise", "table_relaxation"});
  hardware["mapping"].values.set("column_scaling", 0);
  for (const char* name : {"table_programming_noise", "table_relaxation"}) {
    hardware[name].table = std::make_shared<const DeviceTable>(conductance_table());
  }
  std::vector<float> weight(kDevices, static_cast<float>(kTarget / 25.0));
  weight[0] = 1.0f;  // full scale
  const testing_tile::OneTile tile(hardware, kInputs, kOutputs, weight, kTimes);
  const auto first = testing_tile::conductances(tile.analog, 3, 0);
  for (std::size_t t = 0; t < 3; ++t) {
    const auto g = testing_tile::conductances(tile.analog, 3, t);
    EXPECT_EQ(g.programmed_uS[0], first.aged_uS[0]);
    double sum = 0.0, squares = 0.0;
    const double m = mean_uS(kTarget, kTimes[t]), s = sigma_uS(kTarget, kTimes[t]);
    for (std::size_t i = 1; i < kDevices; ++i) {
      const double z = (static_cast<double>(g.aged_uS[0][i]) - m) / s;
      const double z0 = (static_cast<double>(first.aged_uS[0][i]) - mean_uS(kTarget, 1.0)) /
                        sigma_uS(kTarget, 1.0);
      ASSERT_NEAR(z, z0, 2e-5);
      sum += z;
      squares += z * z;
    }
    EXPECT_NEAR(sum / kDevices, 0.0, 5.0 / std::sqrt(kDevices));
    EXPECT_NEAR(squares / kDevices, 1.0, 5.0 * std::sqrt(2.0 / kDevices));
  }
}

}  // namespace
}  // namespace imcbench
