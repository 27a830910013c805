// SPDX-License-Identifier: Apache-2.0
// The exact network against closed forms, laws of circuits, and a dense solution in node voltages.
#include "kernels/crossbar/resistive_network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "kernels/core/check.h"
#include "tests/crossbar/dense_network.h"
#include "tests/crossbar/uniform_values.h"

namespace imcbench {
namespace {

using testing_network::dense_currents_uA;
using testing_network::uniform_values;
using Values = std::vector<double>;

constexpr ReadEnd kEnds[] = {ReadEnd::first_row, ReadEnd::last_row};

NetworkSolution solved(const NetworkGeometry& t, const Values& g_uS, const Values& source_V) {
  return ResistiveNetwork(t, g_uS).solve(source_V);
}

double sum(const Values& values) {
  double result = 0.0;
  for (const double v : values) result += v;
  return result;
}

void expect_near(const Values& got, const Values& expected, double relative) {
  ASSERT_EQ(got.size(), expected.size());
  double scale = 0.0;
  for (const double v : expected) scale = std::max(scale, std::fabs(v));
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_NEAR(got[i], expected[i], relative * scale) << i;
  }
}

// What a ladder of equal devices g_S draws: one segment, then a device in parallel with the rest.
double ladder_siemens(int cells, double r_ohm, double g_S) {
  double y = 0.0;  // beyond the open end
  for (int i = 0; i < cells; ++i) y = 1.0 / (r_ohm + 1.0 / (g_S + y));
  return y;
}

TEST(ResistiveNetwork, OneCellIsAVoltageDivider) {
  for (const ReadEnd end : kEnds) {
    const auto s = solved({1, 1, 30.0, 70.0, end}, {50.0}, {0.2});
    const double current_uA = 0.2 / (30.0 + 1e6 / 50.0 + 70.0) * 1e6;
    EXPECT_NEAR(s.column_uA[0], current_uA, 1e-13 * current_uA);
    EXPECT_NEAR(s.row_V[0], 0.2 - 30e-6 * current_uA, 1e-15);
    EXPECT_NEAR(s.column_V[0], 70e-6 * current_uA, 1e-15);
  }
}

// One row over columns without resistance: a ladder. What its source gives is a continued fraction.
TEST(ResistiveNetwork, OneRowIsALadder) {
  for (const int n : {1, 2, 7, 200}) {
    const auto s = solved({1, static_cast<std::uint32_t>(n), 12.0, 0.0}, Values(n, 80.0), {-0.3});
    const double current_uA = -0.3 * ladder_siemens(n, 12.0, 80e-6) * 1e6;
    EXPECT_NEAR(s.source_uA[0], current_uA, 1e-12 * std::fabs(current_uA)) << n;
    for (int i = 1; i < n; ++i) EXPECT_LT(s.column_uA[i - 1], s.column_uA[i]);  // negative, fading
  }
}

// One column with all sources at one voltage: the same ladder, seen from the virtual ground.
TEST(ResistiveNetwork, OneColumnIsALadder) {
  for (const ReadEnd end : kEnds) {
    for (const int k : {1, 2, 7, 200}) {
      const auto s = solved({static_cast<std::uint32_t>(k), 1, 0.0, 12.0, end}, Values(k, 80.0),
                            Values(k, 0.3));
      const double current_uA = 0.3 * ladder_siemens(k, 12.0, 80e-6) * 1e6;
      EXPECT_NEAR(s.column_uA[0], current_uA, 1e-12 * current_uA) << k;
      const std::size_t nearest = end == ReadEnd::first_row ? 0 : k - 1;
      for (int i = 0; i < k; ++i) EXPECT_LE(s.column_V[nearest], s.column_V[i]);
    }
  }
}

// Unequal devices of one column: the continued fraction with a source in every step (Thevenin).
TEST(ResistiveNetwork, OneColumnOfUnequalDevices) {
  const Values g = uniform_values(1, 40, 0.0, 100.0), v = uniform_values(2, 40, -0.5, 0.5);
  double current_S = 0.0, short_A = 0.0;  // Norton equivalent of the rows so far, row 0 outermost
  for (int k = 0; k < 40; ++k) {
    const double y = current_S + g[k] * 1e-6, j = short_A + g[k] * 1e-6 * v[k];
    current_S = 1.0 / (9.0 + 1.0 / y);  // the segment towards the virtual ground
    short_A = j / y * current_S;
  }
  const auto s = solved({40, 1, 0.0, 9.0, ReadEnd::last_row}, g, v);
  EXPECT_NEAR(s.column_uA[0], short_A * 1e6, 1e-10 * std::fabs(short_A) * 1e6);
}

TEST(ResistiveNetwork, WiresWithoutResistanceGiveTheProduct) {
  const Values g = uniform_values(3, 30 * 6, 0.0, 25.0), v = uniform_values(4, 30, -0.2, 0.2);
  Values product(6, 0.0);
  for (int i = 0; i < 30 * 6; ++i) product[i % 6] += g[i] * v[i / 6];
  for (const double r_ohm : {0.0, kMinWire_ohm}) {
    expect_near(solved({30, 6, r_ohm, r_ohm}, g, v).column_uA, product, 1e-11);
  }
  expect_near(
      solved({30, 6, 0.0, 5.0}, g, v).row_V,
      [&] {
        Values sources(30 * 6);
        for (int i = 0; i < 30 * 6; ++i) sources[i] = v[i / 6];
        return sources;
      }(),
      1e-15);
}

TEST(ResistiveNetwork, DenseSolutionOfASmallTile) {
  const Values g = uniform_values(5, 4 * 5, 0.0, 300.0), v = uniform_values(6, 4, -0.5, 0.5);
  const std::pair<double, double> wires[] = {
      {100.0, 250.0}, {0.0, 250.0}, {100.0, 0.0}, {0.35, 0.35}, {1e4, 3e4}};
  for (const auto& [r_row, r_column] : wires) {
    for (const ReadEnd end : kEnds) {
      const NetworkGeometry t{4, 5, r_row, r_column, end};
      const auto s = solved(t, g, v);
      expect_near(s.column_uA, dense_currents_uA(t, g, v), 1e-9);
    }
  }
}

TEST(ResistiveNetwork, CurrentsAddUpAtEveryNode) {
  const NetworkGeometry t{7, 9, 40.0, 60.0, ReadEnd::last_row};
  const Values g = uniform_values(7, 7 * 9, 0.0, 200.0), v = uniform_values(8, 7, -0.5, 0.5);
  const auto s = solved(t, g, v);
  const auto at = [&](int k, int n) { return k * 9 + n; };
  double most_uA = 0.0;
  for (const double i : s.source_uA) most_uA = std::max(most_uA, std::fabs(i));
  for (int k = 0; k < 7; ++k) {
    for (int n = 0; n < 9; ++n) {
      const double from_source =
          ((n == 0 ? v[k] : s.row_V[at(k, n - 1)]) - s.row_V[at(k, n)]) / 40e-6;
      const double onwards = n == 8 ? 0.0 : (s.row_V[at(k, n)] - s.row_V[at(k, n + 1)]) / 40e-6;
      const double device = g[at(k, n)] * (s.row_V[at(k, n)] - s.column_V[at(k, n)]);
      const double arriving =
          k == 0 ? 0.0 : (s.column_V[at(k - 1, n)] - s.column_V[at(k, n)]) / 60e-6;
      const double to_ground =
          (s.column_V[at(k, n)] - (k == 6 ? 0.0 : s.column_V[at(k + 1, n)])) / 60e-6;
      EXPECT_NEAR(from_source, device + onwards, 1e-9 * most_uA) << k << " " << n;
      EXPECT_NEAR(to_ground, device + arriving, 1e-9 * most_uA) << k << " " << n;
      if (n == 0) {
        EXPECT_NEAR(s.source_uA[k], from_source, 1e-9 * most_uA) << k;
      }
      if (k == 6) {
        EXPECT_NEAR(s.column_uA[n], to_ground, 1e-9 * most_uA) << n;
      }
    }
  }
  EXPECT_NEAR(sum(s.source_uA), sum(s.column_uA), 1e-12 * most_uA);
}

TEST(ResistiveNetwork, SolutionsAddUp) {
  const ResistiveNetwork network({8, 6, 30.0, 20.0}, uniform_values(9, 8 * 6, 0.0, 100.0));
  const Values a = uniform_values(10, 8, -0.5, 0.5), b = uniform_values(11, 8, -0.5, 0.5);
  Values mixed(8), expected(6);
  for (int k = 0; k < 8; ++k) mixed[k] = 2.0 * a[k] - 3.0 * b[k];
  const auto from_a = network.solve(a), from_b = network.solve(b);
  for (int n = 0; n < 6; ++n) expected[n] = 2.0 * from_a.column_uA[n] - 3.0 * from_b.column_uA[n];
  expect_near(network.solve(mixed).column_uA, expected, 1e-12);
}

TEST(ResistiveNetwork, UpsideDownIsTheOtherReadEnd) {
  const Values g = uniform_values(12, 5 * 3, 0.0, 100.0), v = uniform_values(13, 5, -0.5, 0.5);
  Values g_flipped(15), v_flipped(5);
  for (int k = 0; k < 5; ++k) {
    v_flipped[4 - k] = v[k];
    for (int n = 0; n < 3; ++n) g_flipped[(4 - k) * 3 + n] = g[k * 3 + n];
  }
  const Values first = solved({5, 3, 90.0, 70.0, ReadEnd::first_row}, g, v).column_uA;
  expect_near(solved({5, 3, 90.0, 70.0, ReadEnd::last_row}, g_flipped, v_flipped).column_uA, first,
              1e-12);
  EXPECT_GT(std::fabs(solved({5, 3, 90.0, 70.0, ReadEnd::last_row}, g, v).column_uA[0] - first[0]),
            1e-4 * std::fabs(first[0]));  // and the end matters
}

// Reciprocity: with sources and grounds exchanged, column k of the transposed tile receives from
// source n what column n receives from source k.
TEST(ResistiveNetwork, TransposedTileIsReciprocal) {
  const Values g = uniform_values(14, 6 * 4, 0.0, 100.0);
  Values g_transposed(24);
  for (int i = 0; i < 24; ++i) g_transposed[i % 4 * 6 + i / 4] = g[i];
  const ResistiveNetwork tile({6, 4, 200.0, 50.0, ReadEnd::first_row}, g);
  const ResistiveNetwork transposed({4, 6, 50.0, 200.0, ReadEnd::first_row}, g_transposed);
  for (int k = 0; k < 6; ++k) {
    Values source(6, 0.0);
    source[k] = 1.0;
    const Values from_k = tile.solve(source).column_uA;
    for (int n = 0; n < 4; ++n) {
      Values other(4, 0.0);
      other[n] = 1.0;
      EXPECT_NEAR(from_k[n], transposed.solve(other).column_uA[k], 1e-10) << k << " " << n;
    }
  }
}

TEST(ResistiveNetwork, ColumnsOfRowsWithoutResistanceAreIndependent) {
  const Values g = uniform_values(15, 20 * 8, 0.0, 100.0), v = uniform_values(16, 20, -0.5, 0.5);
  const Values together = solved({20, 8, 0.0, 60.0}, g, v).column_uA;
  for (int n = 0; n < 8; ++n) {
    Values column(20);
    for (int k = 0; k < 20; ++k) column[k] = g[k * 8 + n];
    expect_near(solved({20, 1, 0.0, 60.0}, column, v).column_uA, {together[n]}, 1e-12);
  }
}

TEST(ResistiveNetwork, DisconnectedDevicesCarryNothing) {
  const auto s = solved({3, 2, 5.0, 5.0}, Values(6, 0.0), {1.0, -1.0, 0.5});
  EXPECT_EQ(s.column_uA, Values(2, 0.0));
  EXPECT_EQ(s.row_V, (Values{1.0, 1.0, -1.0, -1.0, 0.5, 0.5}));
}

// The largest tile: no closed form, but currents stay within the ideal and balance.
TEST(ResistiveNetwork, LargestTileBalances) {
  const ResistiveNetwork network({256, 256, 0.35, 0.35}, Values(kMaxNetworkCells, 5.0));
  const auto s = network.solve(Values(256, 1.0));
  EXPECT_NEAR(sum(s.source_uA), sum(s.column_uA), 1e-9 * sum(s.column_uA));
  for (const double current : s.column_uA) EXPECT_LT(current, 256 * 5.0);
  EXPECT_GT(s.column_uA.front(), s.column_uA.back());  // rows are driven from column 0
}

std::string message_of(const NetworkGeometry& t, const Values& g_uS) {
  try {
    ResistiveNetwork network(t, g_uS);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ResistiveNetwork, BadInputNamesTheAllowedRange) {
  EXPECT_EQ(message_of({257, 256, 1.0, 1.0}, {}),
            "resistive network: 257 inputs x 256 outputs = 65792 cells; allowed: 1 to 65536 cells");
  EXPECT_NE(message_of({65536, 65536, 1.0, 1.0}, {}).find("4294967296 cells"), std::string::npos);
  EXPECT_NE(message_of({0, 4, 1.0, 1.0}, {}).find("allowed: 1 to"), std::string::npos);
  EXPECT_EQ(message_of({1, 1, -1.0, 1.0}, {5.0}),
            "resistive network: r_row_ohm = -1; allowed: 0, or from 1e-09 to 1000000000 Ohm");
  EXPECT_NE(message_of({1, 1, 1.0, std::nan("")}, {5.0}).find("r_column_ohm"), std::string::npos);
  EXPECT_EQ(message_of({2, 2, 1.0, 1.0}, {5.0, 5.0, 5.0, -2.0}),
            "resistive network: conductance of row 1, column 1 is -2 uS; allowed: 0 or more");
  const ResistiveNetwork network({1, 1, 1.0, 1.0}, Values{5.0});
  EXPECT_THROW(network.solve(Values{std::numeric_limits<double>::infinity()}), InputError);
}

}  // namespace
}  // namespace imcbench
