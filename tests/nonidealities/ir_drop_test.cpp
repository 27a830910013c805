// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// Fact sheet 1.3: a = n I / G_ratio with G_ratio = 1 / (0.35 Ohm * 5 uS); c = .05a^3 - .2a^2 + .5a.
double current_to_a(double inputs, double current) { return inputs * current * 0.35 * 5e-6; }
double c_of(double a) { return 0.05 * a * a * a - 0.2 * a * a + 0.5 * a; }

TEST(IrDrop, FollowsTheCubicOfTheCurrent) {
  const auto drop = bound<IrDrop>();
  for (const float current : {0.0f, 1.0f, 64.0f, 200.0f, 512.0f}) {
    const double c = c_of(current_to_a(512, current));
    Read read;
    read.ir_dot = 3.0f;
    read.abs_current = current;
    EXPECT_NEAR(drop(5.0f, read), 5.0 - c * 3.0, 2e-6) << current;
  }
  // Fact sheet 1.3 (v): I = 64 at n = 512 gives a about 0.057 and c about 0.028.
  EXPECT_NEAR(current_to_a(512, 64), 0.057, 5e-4);
  EXPECT_NEAR(c_of(current_to_a(512, 64)), 0.028, 5e-4);
}

TEST(IrDrop, PositionsRiseFromZero) {
  EXPECT_EQ(ir_position(0, 512, false), 0.0f);
  EXPECT_NEAR(ir_position(511, 512, false), 1.0 - 1.0 / 512 / 512, 1e-7);
  for (std::uint32_t j = 1; j < 512; ++j) {
    EXPECT_GT(ir_position(j, 512, false), ir_position(j - 1, 512, false));
  }
}

// A column of full weights and full inputs on a real tile, against the closed form: I = n,
// sum phi_j = n - (n + 1)(2n + 1) / (6n).
TEST(IrDrop, ColumnOfOnes) {
  for (const std::uint32_t n : {1u, 16u, 100u, 512u}) {
    const std::vector<float> weight(n * 3, 1.0f), x(n, 1.0f);
    const double times[] = {0.0};
    const testing_tile::OneTile tile(testing_tile::only({"ir_drop"}), n, 3, weight, times);
    ChipCpu chip(tile.analog, 1);
    chip.program(0, 0);
    const float* y = chip.forward(x.data(), 1, 0);
    const double phi = n - (n + 1.0) * (2.0 * n + 1.0) / (6.0 * n);
    const double expected = n - c_of(current_to_a(n, n)) * phi;
    for (int column = 0; column < 3; ++column) EXPECT_NEAR(y[column], expected, 1e-5 * n) << n;
  }
}

// Only the last inputs feel the drop: the same weight and current, at the two ends of the column.
TEST(IrDrop, FirstInputLosesNothing) {
  const std::vector<float> weight(512, 1.0f);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(testing_tile::only({"ir_drop"}), 512, 1, weight, times);
  ChipCpu chip(tile.analog, 1);
  chip.program(0, 0);
  std::vector<float> x(512, 0.0f);
  x[0] = 1.0f;
  EXPECT_EQ(chip.forward(x.data(), 1, 0)[0], 1.0f);
  x[0] = 0.0f;
  x[511] = 1.0f;
  EXPECT_NEAR(chip.forward(x.data(), 1, 0)[0], 1.0 - c_of(current_to_a(512, 1)), 1e-6);
}

TEST(IrDrop, ZeroStrengthIsTheIdentity) {
  Read read;
  read.ir_dot = 3.0f;
  read.abs_current = 100.0f;
  for (const float s : {0.0f, -1.3f, 7.7f}) {
    EXPECT_EQ(bound<IrDrop>({{"scale", 0.0}})(s, read), s);
    EXPECT_EQ(bound<IrDrop>({{"r_wire_ohm", 0.0}})(s, read), s);
  }
}

// Read at the other end, the column is turned round.
TEST(IrDrop, ReadAtTheLastInput) {
  const std::vector<float> weight(512, 1.0f);
  const double times[] = {0.0};
  Hardware hardware = testing_tile::only({"ir_drop"});
  hardware["ir_drop"].values.set("read_at", 1);
  const testing_tile::OneTile tile(hardware, 512, 1, weight, times);
  ChipCpu chip(tile.analog, 1);
  chip.program(0, 0);
  std::vector<float> x(512, 0.0f);
  x[511] = 1.0f;
  EXPECT_EQ(chip.forward(x.data(), 1, 0)[0], 1.0f);
  x[511] = 0.0f;
  x[0] = 1.0f;
  EXPECT_NEAR(chip.forward(x.data(), 1, 0)[0], 1.0 - c_of(current_to_a(512, 1)), 1e-6);
}

TEST(IrDrop, LawOfAColumnOfOnes) {
  const TileContext tile{100, 1, 25.0f, 0.0};
  const ColumnSubject column{std::vector<double>(100, 25.0), std::vector<double>(100, 0.0),
                             std::vector<double>(100, 1.0)};
  const double phi = 100 - 101.0 * 201.0 / 600.0;
  for (const double read_at : {0.0, 1.0}) {
    const Law law = law_of<IrDrop>(column, {{"scale", 3}, {"read_at", read_at}}, tile);
    ASSERT_TRUE(law.is_exact());
    EXPECT_NEAR(law.mean(), 100 - 3 * c_of(current_to_a(100, 100)) * phi, 1e-9);
  }
}

TEST(IrDrop, LawAgreesWithTheFunctorAtEitherEnd) {
  const ColumnSubject column = some_column(0.1);
  double values[2];
  for (const int read_at : {0, 1}) {
    const auto drop = bound<IrDrop>({{"scale", 1000}, {"read_at", read_at}}, kColumnContext);
    values[read_at] =
        law_of<IrDrop>(column, {{"scale", 1000}, {"read_at", read_at}}, kColumnContext).mean();
    EXPECT_NEAR(applied(drop, column, 0.0f, read_at == 1), values[read_at], 1e-5);
  }
  EXPECT_GT(std::fabs(values[0] - values[1]), 0.01);
}

}  // namespace
}  // namespace imcbench
