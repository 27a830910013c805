// SPDX-License-Identifier: Apache-2.0
// Counts against binomial laws: bounds of 5 deviations, 6e-7 each if the streams were drawn anew.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/nonidealities/fault_lists.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_faults;
using testing_nonideality::bound;

constexpr TileContext kWindow{100, 37, 25.0f, 0.0, 5.0f};
constexpr FaultTile kTile;
constexpr std::uint32_t kChips = 2000;

void expect_count(std::uint64_t count, double of, double p) {
  EXPECT_NEAR(static_cast<double>(count), of * p, 5 * std::sqrt(of * p * (1 - p)));
}

// The rows (or columns) of which every device is among the faults, each device once.
std::set<std::uint32_t> lines(const Faults& faults, bool rows) {
  const std::uint32_t length = rows ? kTile.outputs : kTile.inputs;
  std::vector<std::uint32_t> hits(rows ? kTile.inputs : kTile.outputs);
  for (const auto& fault : faults) ++hits[rows ? fault.first / 37 : fault.first % 37];
  std::set<std::uint32_t> full;
  for (std::uint32_t line = 0; line < hits.size(); ++line) {
    EXPECT_TRUE(hits[line] == 0 || hits[line] == length) << line;
    if (hits[line] == length) full.insert(line);
  }
  return full;
}

TEST(StuckLines, WholeRowsOfBothPolarities) {
  const auto stuck = bound<StuckLines>({{"rate_row", 0.03}}, kWindow);
  std::uint64_t count = 0;
  std::vector<double> hits(100);
  for (std::uint32_t chip = 0; chip < kChips; ++chip) {
    const Faults plus = kTile.faults(stuck, chip, 0);
    ASSERT_EQ(plus, kTile.faults(stuck, chip, 1));
    const std::set<std::uint32_t> rows = lines(plus, true);
    count += rows.size();
    for (const std::uint32_t row : rows) ++hits[row];
  }
  expect_count(count, kChips * 100.0, 0.03);
  for (const double n : hits) EXPECT_NEAR(n, kChips * 0.03, 6 * std::sqrt(kChips * 0.03));  // 2e-7
}

TEST(StuckLines, WholeColumnsOfOnePolarity) {
  const auto stuck = bound<StuckLines>({{"rate_column", 0.05}, {"state", 1.0}}, kWindow);
  std::uint64_t count[2] = {}, both = 0;
  for (std::uint32_t chip = 0; chip < kChips; ++chip) {
    std::set<std::uint32_t> columns[2];
    for (const int polarity : {0, 1}) {
      const Faults faults = kTile.faults(stuck, chip, polarity);
      for (const auto& fault : faults) ASSERT_EQ(fault.second, 25.0f);
      columns[polarity] = lines(faults, false);
      count[polarity] += columns[polarity].size();
    }
    for (const std::uint32_t column : columns[0]) both += columns[1].count(column);
  }
  expect_count(count[0], kChips * 37.0, 0.05);
  expect_count(count[1], kChips * 37.0, 0.05);
  expect_count(both, kChips * 37.0, 0.05 * 0.05);
}

// Rows and columns are independent of each other: the share of devices that is stuck.
TEST(StuckLines, ExpectedRates) {
  ParamValues p = ParamValues::defaults(StuckLines::params);
  p.set("rate_row", 0.1);
  p.set("rate_column", 0.2);
  const FaultRates rates = StuckLines::expected(p, kWindow);
  EXPECT_NEAR(rates.at_g_min, 0.28, 1e-12);
  EXPECT_EQ(rates.at_g_max, 0.0);
  EXPECT_FALSE(rates.independent);
  p.set("state", 1.0);
  EXPECT_NEAR(StuckLines::expected(p, kWindow).at_g_max, 0.28, 1e-12);
  // One device per chip, at row 42 and column 17.
  const StuckLines stuck = StuckLines::bind(p, kWindow);
  std::uint64_t count = 0;
  for (std::uint32_t chip = 0; chip < 20000; ++chip) {
    count += !kTile.faults(stuck, chip, 0, 42 * 37 + 17, 1).empty();
  }
  expect_count(count, 20000, 0.28);
}

TEST(StuckLines, AnyPartOfATileIsTheSameAsTheWhole) {
  const auto stuck = bound<StuckLines>({{"rate_row", 0.05}, {"rate_column", 0.1}}, kWindow);
  for (const int polarity : {0, 1}) {
    const Faults whole = kTile.faults(stuck, 3, polarity);
    ASSERT_GT(whole.size(), 300u);
    for (const std::uint32_t piece : {1u, 37u, 100u, 512u, 1000u}) {
      EXPECT_EQ(in_pieces(kTile, stuck, 3, polarity, piece), whole) << piece;
    }
  }
}

TEST(StuckLines, NoneAndAll) {
  EXPECT_TRUE(kTile.faults(bound<StuckLines>({}, kWindow), 0, 0).empty());
  EXPECT_EQ(kTile.faults(bound<StuckLines>({{"rate_row", 1.0}}, kWindow), 0, 1).size(),
            kTile.cells());
  const Faults all = kTile.faults(bound<StuckLines>({{"rate_column", 1.0}}, kWindow), 0, 1);
  EXPECT_EQ(all.size(), kTile.cells());
  for (const auto& fault : all) ASSERT_EQ(fault.second, 5.0f);
}

}  // namespace
}  // namespace imcbench
