// SPDX-License-Identifier: Apache-2.0
// How good the fast approximation of IR drop is. All values are fixed: nothing here fails by
// chance.
#include "tests/crossbar/ir_drop_error.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace imcbench {
namespace {

using namespace testing_network;

constexpr DropCase kOnes{"all ones", 1, 1, 1, 1};
constexpr DropCase kPositive{"w, x in [0, 1]", 0, 1, 0, 1};
constexpr DropCase kSignedWeights{"w in [-1, 1], x in [0, 1]", -1, 1, 0, 1};
constexpr DropCase kRectified{"w in [-1, 1], x rectified", -1, 1, -1, 1, 0};
constexpr DropCase kSigned{"w, x in [-1, 1]", -1, 1, -1, 1};
constexpr DropCase kCases[] = {kOnes, kPositive, kSignedWeights, kRectified, kSigned};

// To first order in the wire, node j of n rises by r sum_m (min(j, m) + 1) I_m, and every device
// there loses that voltage. Equal currents: the sum over j is n^3/3 + n^2/2 + n/6 times r I, and
// the approximation's is n^3/3 - n^2/4 - n/12, because its input 0 stands on the virtual ground.
TEST(IrDropError, FirstOrderOfEqualCurrents) {
  for (const std::uint32_t n : {16u, 32u, 64u, 128u, 512u}) {
    const DropError e = drop_error({n, 1, 0.0, 1e-4}, kOnes, 1, 1);
    const double exact = n / 3.0 + 0.5 + 1.0 / 6.0 / n, fast = n / 3.0 - 0.25 - 1.0 / 12.0 / n;
    EXPECT_NEAR(e.margin(), fast / exact, 2e-5) << n;
  }
}

// Long columns of equal devices at equal inputs obey a line equation: output tanh(s) / s of the
// ideal, s^2 = a. The approximation's 0.5 and -0.2 are its first terms, 0.05 is not (17 / 210).
TEST(IrDropError, LongColumnOfOnesIsTheHyperbolicTangent) {
  const std::uint32_t n = 20000;
  const struct {
    double a, tolerance;
  } limits[] = {{0.06, 2e-5}, {0.25, 5e-4}, {0.5, 2e-3}, {1.0, 7e-3}};
  for (const auto& [a, tolerance] : limits) {
    const DropSetting t{n, 1, 0.0, a / (static_cast<double>(n) * n * kDevice_uS * 1e-6)};
    const DropError e = drop_error(t, kOnes, 1, 1);
    const double output = std::sqrt(e.output) / n, s = std::sqrt(a);
    EXPECT_NEAR(output, std::tanh(s) / s, 1e-4 * a) << a;
    EXPECT_LT(e.corrected(), tolerance) << a;
    std::printf("long column of ones, a = %.2f: corrected to %.4f %%, uncorrected %.2f %%\n", a,
                100 * e.corrected(), 100 * e.uncorrected());
  }
}

// A device with a small input loads the column like any other: the exact drop has sum w phi where
// the approximation has sum w x phi. With independent w and x it is larger by 1 / mean(x). Inputs
// of 1 alone agree; so do inputs of 0 and 1 when the devices of a 0 are disconnected: weights of 0.
TEST(IrDropError, SmallInputsMakeTheDropTooSmall) {
  for (const double x_low : {0.0, 0.5, 0.9, 1.0}) {
    const DropCase c{"", 0, 1, x_low, 1};
    const DropError e = drop_error({512, 1, 0.0, 1e-3}, c, 20, 10);
    EXPECT_NEAR(e.best_scale(), 2.0 / (1.0 + x_low), 0.03 * e.best_scale()) << x_low;
  }
}

DropError print_row(double strength, const DropCase& c, std::uint32_t inputs,
                    std::uint32_t outputs) {
  const double r_ohm = strength * kWire_ohm;
  const double r_row_ohm = outputs == 1 ? 0.0 : r_ohm;
  const DropError e = drop_error({inputs, outputs, r_row_ohm, r_ohm}, c, 20, 10);
  std::printf("%3.0fx  %-26s %u x %3u  %8.4f %%  %8.4f %%  %6.3f  %6.3f\n", strength, c.name,
              outputs, inputs, 100 * e.uncorrected(), 100 * e.corrected(), e.margin(),
              e.best_scale());
  return e;
}

void print_head() {
  std::printf(
      "relative error of the outputs (root mean squares), approximation off and on; its drop\n"
      "over the exact drop; its best scale. 1x is 0.35 Ohm, 5 uS; rows have resistance where\n"
      "there are 8 outputs\n");
}

// One column is what the approximation models: it helps, and never overstates the drop.
TEST(IrDropError, OneOutput) {
  print_head();
  for (const double strength : {1.0, 20.0}) {
    for (const DropCase& c : kCases) {
      for (const std::uint32_t inputs : {16u, 32u, 64u, 128u}) {
        const DropError e = print_row(strength, c, inputs, 1);
        EXPECT_LT(e.corrected(), 0.75 * e.uncorrected()) << c.name << inputs;
        EXPECT_LT(e.margin(), 1.0) << c.name << inputs;
      }
    }
  }
}

// Rows with resistance lose voltage that the approximation does not know of: it misses more than
// with one output, most in short columns.
TEST(IrDropError, EightOutputsWithRowResistance) {
  print_head();
  for (const double strength : {1.0, 20.0}) {
    for (const DropCase& c : kCases) {
      double margin = 0.0;
      for (const std::uint32_t inputs : {16u, 32u, 64u, 128u}) {
        const DropError e = print_row(strength, c, inputs, 8);
        const double r_ohm = strength * kWire_ohm;
        const DropError columns_only = drop_error({inputs, 8, 0.0, r_ohm}, c, 20, 10);
        EXPECT_LT(e.margin(), columns_only.margin()) << c.name << inputs;
        EXPECT_LT(e.corrected(), e.uncorrected()) << c.name << inputs;
        EXPECT_GT(e.margin(), margin) << c.name << inputs;
        margin = e.margin();
      }
    }
  }
}

// The tile of the standard settings.
TEST(IrDropError, FullTile) {
  print_head();
  for (const DropCase& c : kCases) {
    const DropError e = print_row(1.0, c, 512, 1);
    EXPECT_LT(e.corrected(), 0.75 * e.uncorrected()) << c.name;
  }
}

}  // namespace
}  // namespace imcbench
