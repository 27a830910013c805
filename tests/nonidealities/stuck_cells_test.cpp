// SPDX-License-Identifier: Apache-2.0
// Counts against binomial laws: bounds of 5 deviations, 6e-7 each if the streams were drawn anew.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "kernels/crossbar/tile.h"
#include "tests/nonidealities/fault_lists.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_faults;
using testing_nonideality::bound;

constexpr TileContext kWindow{100, 37, 25.0f, 0.0, 5.0f};
constexpr FaultTile kTile;
constexpr std::uint32_t kChips = 400;  // 1.48 million devices of one polarity

void expect_count(std::uint64_t count, double of, double p) {
  EXPECT_NEAR(static_cast<double>(count), of * p, 5 * std::sqrt(of * p * (1 - p)));
}

TEST(StuckCells, SharesOfEveryKind) {
  const auto stuck = bound<StuckCells>(
      {{"rate_hrs", 0.0175}, {"rate_lrs", 0.0904}, {"rate_random", 0.05}}, kWindow);
  std::uint64_t hrs = 0, lrs = 0, random = 0;
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t chip = 0; chip < kChips; ++chip) {
    for (const auto& [element, g_uS] : kTile.faults(stuck, chip, 0)) {
      ASSERT_GE(g_uS, 5.0f);
      ASSERT_LE(g_uS, 25.0f);
      if (g_uS == 5.0f) {
        ++hrs;
      } else if (g_uS == 25.0f) {
        ++lrs;
      } else {
        ++random;
        sum += static_cast<double>(g_uS);
        squares += static_cast<double>(g_uS) * static_cast<double>(g_uS);
      }
    }
  }
  const double devices = static_cast<double>(kChips) * kTile.cells();
  expect_count(hrs, devices, 0.0175);
  expect_count(lrs, devices, 0.0904);
  expect_count(random, devices, 0.05);
  // Uniform on [5, 25]: mean 15, variance 400 / 12 with standard error 400 / sqrt(180 n).
  const double n = static_cast<double>(random), mean = sum / n;
  EXPECT_NEAR(mean, 15.0, 5 * std::sqrt(400 / 12.0 / n));
  EXPECT_NEAR(squares / n - mean * mean, 400 / 12.0, 5 * 400 / std::sqrt(180 * n));
}

// Chi-squared over 37 columns, over 20 bands of 5 rows and over 64 residues within a block: 36, 19
// and 63 degrees of freedom, of which 92, 64 and 132 are exceeded with probability 1e-6 each.
TEST(StuckCells, PositionsAreUniform) {
  const auto stuck = bound<StuckCells>({{"rate_lrs", 0.02}}, kWindow);
  std::vector<double> columns(37), bands(20), residues(64), cells(64);
  double total = 0.0;
  for (std::uint32_t chip = 0; chip < kChips; ++chip) {
    for (const auto& [element, g_uS] : kTile.faults(stuck, chip, 1)) {
      ++columns[element % 37];
      ++bands[element / 37 / 5];
      ++residues[element % kFaultBlock / 8];
      ++total;
    }
  }
  for (std::uint32_t e = 0; e < kTile.cells(); ++e)
    cells[e % kFaultBlock / 8] += 1.0 / kTile.cells();
  const auto chi2 = [&](const std::vector<double>& counts, const std::vector<double>& share) {
    double sum = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const double expected = total * share[i];
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  };
  EXPECT_LT(chi2(columns, std::vector<double>(37, 1.0 / 37)), 92.0);
  EXPECT_LT(chi2(bands, std::vector<double>(20, 1.0 / 20)), 64.0);
  EXPECT_LT(chi2(residues, cells), 132.0);
}

// Both of two neighbours: rate^2, across the borders of blocks as well; and the same for the two
// polarities of a weight.
TEST(StuckCells, NeighboursAndPolaritiesAreIndependent) {
  const double rate = 0.2;
  const auto stuck = bound<StuckCells>({{"rate_hrs", rate}}, kWindow);
  std::uint64_t neighbours = 0, across = 0, pairs = 0;
  for (std::uint32_t chip = 0; chip < kChips; ++chip) {
    std::set<std::uint32_t> plus, minus;
    for (const auto& fault : kTile.faults(stuck, chip, 0)) plus.insert(fault.first);
    for (const auto& fault : kTile.faults(stuck, chip, 1)) minus.insert(fault.first);
    for (const std::uint32_t e : plus) {
      pairs += minus.count(e);
      if (plus.count(e + 1) == 0) continue;
      (((e + 1) % kFaultBlock == 0) ? across : neighbours) += 1;
    }
  }
  const double borders = (kTile.cells() - 1) / kFaultBlock, chips = kChips;
  expect_count(across, chips * borders, rate * rate);
  expect_count(pairs, chips * kTile.cells(), rate * rate);
  // Pairs (e, e + 1) that share a device are dependent: variance up to 1 + 2 p (1 - p) / (1 - p^2)
  // of the binomial one, here 1.33.
  const double n = chips * (kTile.cells() - 1 - borders);
  EXPECT_NEAR(static_cast<double>(neighbours), n * rate * rate,
              5 * std::sqrt(1.34 * n * rate * rate * (1 - rate * rate)));
}

TEST(StuckCells, AnyPartOfATileIsTheSameAsTheWhole) {
  const auto stuck = bound<StuckCells>({{"rate_hrs", 0.02}, {"rate_random", 0.1}}, kWindow);
  for (int polarity : {0, 1}) {
    const Faults whole = kTile.faults(stuck, 3, polarity);
    ASSERT_GT(whole.size(), 300u);
    for (const std::uint32_t piece : {1u, 37u, 100u, 512u, 1000u}) {
      EXPECT_EQ(in_pieces(kTile, stuck, 3, polarity, piece), whole) << piece;
    }
  }
  EXPECT_NE(kTile.faults(stuck, 3, 0), kTile.faults(stuck, 3, 1));
  EXPECT_NE(kTile.faults(stuck, 3, 0), kTile.faults(stuck, 4, 0));
}

TEST(StuckCells, NoneAndAll) {
  EXPECT_TRUE(kTile.faults(bound<StuckCells>({}, kWindow), 0, 0).empty());
  const auto all =
      bound<StuckCells>({{"rate_hrs", 0.2}, {"rate_lrs", 0.3}, {"rate_random", 0.5}}, kWindow);
  EXPECT_EQ(kTile.faults(all, 0, 0).size(), kTile.cells());
  // Not even the highest draw of a kind falls through to a random value that nobody asked for.
  const auto lrs = bound<StuckCells>({{"rate_lrs", 0.3}}, kWindow);
  for (const auto& fault : kTile.faults(lrs, 0, 0)) EXPECT_EQ(fault.second, 25.0f);
}

// A stuck device has neither been programmed nor does it drift.
TEST(StuckCells, StuckAtAllTimes) {
  TileCells tile{100, 37, 64, 5.0f, 20.0f, 1 / 20.0f, false, {}, {}, {}, {}};
  Slot<StuckCells>& faults = tile.faults;
  faults.functor = bound<StuckCells>({{"rate_lrs", 1.0}}, kWindow);
  faults.enabled = true;
  Slot<PcmDrift>& drift = tile.age;
  drift.functor = bound<PcmDrift>({}, {100, 37, 25.0f, 1e6, 5.0f});
  drift.enabled = true;
  const Cell cell = make_cell(tile, 0.1f, 0, 7, 123);
  EXPECT_EQ(cell.programmed_uS, 25.0f);
  EXPECT_EQ(cell.g_uS, 25.0f);
}

TEST(StuckCells, RatesMustNotExceedOne) {
  ParamValues p = ParamValues::defaults(StuckCells::params);
  p.set("rate_hrs", 0.6);
  EXPECT_NO_THROW(StuckCells::check(p, "x.toml:3"));
  p.set("rate_lrs", 0.5);
  EXPECT_THROW(StuckCells::check(p, "x.toml:3"), InputError);
}

TEST(StuckCells, ExpectedRates) {
  ParamValues p = ParamValues::defaults(StuckCells::params);
  p.set("rate_hrs", 0.01);
  p.set("rate_lrs", 0.02);
  p.set("rate_random", 0.03);
  const FaultRates rates = StuckCells::expected(p, kWindow);
  EXPECT_EQ(rates.at_g_min, 0.01);
  EXPECT_EQ(rates.at_g_max, 0.02);
  EXPECT_EQ(rates.at_random, 0.03);
  EXPECT_TRUE(rates.independent);
}

}  // namespace
}  // namespace imcbench
