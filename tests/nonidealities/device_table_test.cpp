// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/device_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/core/sha256.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Grid {
  std::vector<double> times_s = {0.0}, temperatures_K = {0.0}, targets_uS = {0.0, 10.0, 25.0};
};

// Rows with mean(time, temperature, target) and a tenth of it as sigma.
template <class Mean>
std::vector<TableRow> rows_of(const Grid& grid, Mean mean) {
  std::vector<TableRow> rows;
  for (const double t : grid.times_s) {
    for (const double k : grid.temperatures_K) {
      for (const double g : grid.targets_uS) {
        const double m = mean(t, k, g);
        rows.push_back({t, k, g, m, m / 10.0, fmt::format("t.csv:{}", rows.size() + 2)});
      }
    }
  }
  return rows;
}

DeviceTable table_of(TableAxes axes, std::vector<TableRow> rows) {
  return DeviceTable::from_rows(TableKind::conductance, axes, "t.csv", std::move(rows));
}

double identity(double, double, double g) { return g; }

// What the slice gives at a target that is a knot, to single precision.
void expect_slice(const DeviceTable& table, double time_s, double temperature_K, double target_uS,
                  double mean) {
  const TableSlice slice = table.slice(time_s, temperature_K, "here");
  const TableValue value = slice(static_cast<float>(target_uS));
  EXPECT_NEAR(value.mean, mean, 3e-6 * std::fabs(mean)) << time_s << " " << temperature_K;
  EXPECT_NEAR(value.sigma, mean / 10.0, 3e-7 * std::fabs(mean)) << time_s << " " << temperature_K;
}

TEST(DeviceTable, TabulatedPointsAreGivenBack) {
  const Grid grid{{0.0, 1.0, 3600.0}, {300.0, 350.0}, {0.0, 10.0, 25.0}};
  const auto mean = [](double t, double k, double g) { return 1.0 + g + k / 100.0 + t / 7000.0; };
  const DeviceTable table = table_of({true, true}, rows_of(grid, mean));
  for (const double t : grid.times_s) {
    for (const double k : grid.temperatures_K) {
      for (const double g : grid.targets_uS) expect_slice(table, t, k, g, mean(t, k, g));
    }
  }
}

TEST(DeviceTable, TimeIsInterpolatedInItsLogarithm) {
  const Grid grid{{1.0, 3600.0, 86400.0}, {0.0}, {0.0, 25.0}};
  const auto mean = [](double t, double, double g) {
    return (g + 1.0) * (3.0 - 0.2 * std::log(t));
  };
  const DeviceTable table = table_of({true, false}, rows_of(grid, mean));
  for (const double t : {1.0, 2.0, 60.0, 3599.0, 3600.0, 20000.0, 86400.0}) {
    expect_slice(table, t, 0.0, 25.0, mean(t, 0.0, 25.0));
  }
  // Half way in the logarithm, written out.
  expect_slice(table, 60.0, 0.0, 25.0, std::lerp(26.0 * 3.0, mean(3600.0, 0.0, 25.0), 0.5));
}

TEST(DeviceTable, TimeIsLinearUpToTheFirstPositiveOne) {
  const Grid grid{{0.0, 10.0, 1000.0}, {0.0}, {0.0, 25.0}};
  const auto mean = [](double t, double, double) { return t == 0.0 ? 8.0 : t == 10.0 ? 4.0 : 1.0; };
  const DeviceTable table = table_of({true, false}, rows_of(grid, mean));
  expect_slice(table, 2.5, 0.0, 25.0, std::lerp(8.0, 4.0, 0.25));
  expect_slice(table, 1e-9, 0.0, 25.0, 8.0);
  expect_slice(table, 100.0, 0.0, 25.0, std::lerp(4.0, 1.0, 0.5));
}

TEST(DeviceTable, TemperatureIsInterpolatedLinearlyAndTogetherWithTime) {
  const Grid grid{{1.0, 100.0}, {300.0, 320.0, 400.0}, {0.0, 25.0}};
  const auto mean = [](double t, double k, double) {
    return 5.0 + (k - 300.0) / 10.0 * (1.0 + std::log10(t));
  };
  const DeviceTable table = table_of({true, true}, rows_of(grid, mean));
  expect_slice(table, 1.0, 305.0, 25.0, 5.5);
  expect_slice(table, 100.0, 360.0, 25.0, 5.0 + 6.0 * 3.0);
  expect_slice(table, 10.0, 310.0, 25.0, 5.0 + 1.0 * 2.0);
}

TEST(DeviceTable, AnAxisThatIsAbsentTakesAnyValue) {
  const DeviceTable table = table_of({}, rows_of({}, identity));
  EXPECT_EQ(table.slice(1e9, 77.0, "here")(10.0f).mean, 10.0f);
  EXPECT_EQ(table.slice(0.0, -1.0, "here")(10.0f).mean, 10.0f);
}

// A column with one value was measured there, and only there.
TEST(DeviceTable, OutsideTheTabulatedRangeIsAnErrorThatNamesIt) {
  const DeviceTable table =
      table_of({true, true}, rows_of({{1.0, 3600.0}, {300.0}, {0.0, 25.0}}, identity));
  EXPECT_NO_THROW(table.slice(1.0, 300.0, "here"));
  for (const double t : {0.0, 0.999, 3600.001, kNan}) {
    expect_input_error([&] { table.slice(t, 300.0, "s.toml:3:1"); },
                       {"s.toml:3:1: time_s = ", "t.csv", "1 to 3600"});
  }
  for (const double k : {299.9, 300.1, kNan}) {
    expect_input_error([&] { table.slice(1.0, k, "s.toml:3:1"); },
                       {"s.toml:3:1: temperature_K = ", "t.csv", "300 to 300"});
  }
}

TEST(DeviceTable, TheConductanceWindowMustBeCovered) {
  const DeviceTable table = table_of({}, rows_of({{0}, {0}, {0.1, 5.0, 25.3}}, identity));
  EXPECT_NO_THROW(table.require_covers(0.1, 25.3, "here"));
  EXPECT_NO_THROW(table.require_covers(0.1f, 25.3f, "here"));
  EXPECT_NO_THROW(table.require_covers(3.0, 4.0, "here"));
  const std::pair<double, double> windows[] = {{0.0, 20.0}, {0.1, 25.4}, {0.1, kNan}};
  for (const auto& [low, high] : windows) {
    expect_input_error([&] { table.require_covers(low, high, "s.toml:9:1"); },
                       {"s.toml:9:1: the conductance window", "t.csv", "0.1 to 25.3 uS"});
  }
}

TEST(DeviceTable, RowsMayComeInAnyOrder) {
  const Grid grid{{1.0, 60.0}, {300.0, 350.0}, {0.0, 10.0, 25.0}};
  const auto mean = [](double t, double k, double g) { return t + k + g; };
  std::vector<TableRow> rows = rows_of(grid, mean);
  const DeviceTable in_order = table_of({true, true}, rows);
  std::reverse(rows.begin(), rows.end());
  std::swap(rows[2], rows[7]);
  const DeviceTable shuffled = table_of({true, true}, rows);
  EXPECT_EQ(in_order.mean, shuffled.mean);
  EXPECT_EQ(in_order.sigma, shuffled.sigma);
  EXPECT_EQ(in_order.sha256, shuffled.sha256);
  EXPECT_EQ(in_order.times_s, grid.times_s);
  EXPECT_EQ(in_order.temperatures_K, grid.temperatures_K);
  EXPECT_EQ(in_order.targets_uS, grid.targets_uS);
  EXPECT_EQ(in_order.mean[1 * 6 + 0 * 3 + 2], 60.0 + 300.0 + 25.0);
}

TEST(DeviceTable, TheChecksumIsOfTheCanonicalText) {
  std::vector<TableRow> rows = {{60, 0, 0, -0.0, 0.1, "a"},
                                {60, 0, 2.5, 1e-7, 0.30000000000000004, "b"}};
  const DeviceTable table = table_of({true, false}, rows);
  const std::string text =
      "time_s,target_uS,mean_uS,sigma_uS\n60,0,0,0.1\n60,2.5,1e-07,0.30000000000000004\n";
  EXPECT_EQ(table.canonical_text(), text);
  EXPECT_EQ(table.sha256, sha256_hex(text));
  rows[1].sigma = 0.3;
  EXPECT_NE(table_of({true, false}, rows).sha256, table.sha256);
  rows[0].time_s = rows[1].time_s = 0.0;
  EXPECT_EQ(DeviceTable::from_rows(TableKind::drift_exponent, {}, "t.csv", rows).canonical_text(),
            "target_uS,nu_mean,nu_sigma\n0,0,0.1\n2.5,1e-07,0.3\n");
}

TEST(DeviceTable, ADuplicateNamesBothPlaces) {
  std::vector<TableRow> rows = rows_of({}, identity);
  rows.push_back({0, 0, 10.0, 3.0, 3.0, "t.csv:99"});
  expect_input_error([&] { table_of({}, rows); },
                     {"t.csv:99: target_uS = 10 was already given at t.csv:3"});
}

TEST(DeviceTable, AGapNamesTheMissingPoint) {
  const Grid grid{{1.0, 60.0}, {300.0, 350.0}, {0.0, 10.0, 25.0}};
  for (std::size_t i = 0; i < 12; ++i) {
    std::vector<TableRow> rows = rows_of(grid, identity);
    const TableRow gone = rows[i];
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
    expect_input_error(
        [&] {
          table_of({true, true}, rows);
        },
        {fmt::format("t.csv: no row for target_uS = {}, time_s = {}, "
                     "temperature_K = {};",
                     gone.target_uS, gone.time_s, gone.temperature_K)});
  }
}

TEST(DeviceTable, ValuesOutOfRangeNameTheirPlaceAndColumn) {
  const auto with = [](double TableRow::*field, double value, TableKind kind) {
    std::vector<TableRow> rows = rows_of({{0}, {0}, {0.0, 1.0, 2.0}}, identity);
    rows[1].*field = value;
    DeviceTable::from_rows(kind, {}, "t.csv", rows);
  };
  const struct {
    double TableRow::*field;
    double value;
    TableKind kind;
    const char* text;
  } cases[] = {
      {&TableRow::sigma, -1e-9, TableKind::conductance, "sigma_uS = -1e-09 is out of range"},
      {&TableRow::sigma, kNan, TableKind::conductance, "sigma_uS = nan is out of range"},
      {&TableRow::mean, kNan, TableKind::conductance, "mean_uS = nan is out of range"},
      {&TableRow::mean, INFINITY, TableKind::conductance, "mean_uS = inf is out of range"},
      {&TableRow::target_uS, -0.1, TableKind::conductance, "target_uS = -0.1 is out of range"},
      {&TableRow::time_s, -1, TableKind::conductance, "time_s = -1 is out of range"},
      {&TableRow::temperature_K, -1, TableKind::conductance, "temperature_K = -1 is out of range"},
      {&TableRow::mean, 10.5, TableKind::drift_exponent, "nu_mean = 10.5 is out of range"},
      {&TableRow::sigma, -0.1, TableKind::drift_exponent, "nu_sigma = -0.1 is out of range"}};
  for (const auto& c : cases) {
    expect_input_error([&] { with(c.field, c.value, c.kind); }, {"t.csv:3: ", c.text, "allowed: "});
  }
  EXPECT_NO_THROW(with(&TableRow::mean, -0.01, TableKind::conductance));
}

TEST(DeviceTable, TwoToThirtyTwoTargets) {
  const auto with = [](std::size_t count) {
    Grid grid;
    grid.targets_uS.resize(count);
    for (std::size_t i = 0; i < count; ++i) grid.targets_uS[i] = 0.5 * static_cast<double>(i);
    return table_of({}, rows_of(grid, identity));
  };
  EXPECT_EQ(with(2).targets_uS.size(), 2u);
  EXPECT_EQ(with(32).slice(0, 0, "here")(15.5f).mean, 15.5f);
  expect_input_error([&] { with(0); }, {"t.csv: the table has no rows"});
  expect_input_error([&] { with(1); }, {"t.csv: 1 different values of target_uS", "2 to 32"});
  expect_input_error([&] { with(33); }, {"t.csv: 33 different values of target_uS", "2 to 32"});
}

TEST(DeviceTable, TargetsThatSinglePrecisionCannotTellApartAreRefused) {
  const Grid grid{{0}, {0}, {0.0, 20.0, 20.0 + 1e-9}};
  expect_input_error([&] { table_of({}, rows_of(grid, identity)); },
                     {"t.csv: target_uS = 20 and 20.000000001 are the same"});
}

}  // namespace
}  // namespace imcbench::testing
