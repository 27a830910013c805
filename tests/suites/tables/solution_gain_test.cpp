// SPDX-License-Identifier: Apache-2.0
// Energies and gains by hand: the array of a solution costs array_J at rho = 1, and rho times that at
// rho. Gains are ratios of those.
#include "suites/tables/solution_gain.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "suites/report/numbers.h"

namespace imcbench {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
const Accounting& kArray = accountings().front();

Solution named(const char* name, bool baseline, Buys buys = Buys::rho) {
  Solution solution;
  solution.name = name;
  solution.baseline = baseline;
  solution.buys = buys;
  return solution;
}
const Solution kCheap = named("cheap", true), kDear = named("dear", true);
const Solution kReads = named("reads", true, Buys::reads), kOurs = named("ours", false);

Reached reached(const Solution& solution, double array_J, Estimate rho) {
  SolutionCost at_rho_1;
  at_rho_1.array_J = array_J;
  return {&solution, {rho, 8.0, at_rho_1}};
}

TEST(SolutionGain, IsThatOverTheCheapestBaseline) {
  const auto gain = energy_gain({reached(kCheap, 3.0, {2.0, 1.0, 4.0}),
                                 reached(kDear, 30.0, {0.5, 0.25, 1.0}),
                                 reached(kOurs, 1.0, {0.5, 0.25, 1.0})},
                                kArray);
  ASSERT_TRUE(gain);
  EXPECT_DOUBLE_EQ(gain->value, 6.0 / 0.5);
  EXPECT_DOUBLE_EQ(gain->low, 3.0 / 1.0);
  EXPECT_DOUBLE_EQ(gain->high, 12.0 / 0.25);
}

// The cheap one's interval does not end: the dear one bounds what the best of both costs.
TEST(SolutionGain, EndsOfTheIntervalAreThoseOfTheBestAtEachEnd) {
  const auto gain = energy_gain({reached(kCheap, 3.0, {2.0, 1.0, kInfinite}),
                                 reached(kDear, 30.0, {0.5, 0.25, 1.0}),
                                 reached(kOurs, 1.0, {1.0, 1.0, 1.0})},
                                kArray);
  ASSERT_TRUE(gain);
  EXPECT_DOUBLE_EQ(gain->value, 6.0);
  EXPECT_DOUBLE_EQ(gain->low, 3.0);
  EXPECT_DOUBLE_EQ(gain->high, 30.0);
}

// No baseline reaches the accuracy up to rho = 8: they cost more than 24 and 2 * 64, or, where the
// upper end of an interval does at rho = 4, possibly 12.
TEST(SolutionGain, OverBaselinesThatDoNotReachTheAccuracyHasALowerEnd) {
  const Estimate nowhere{kInfinite, kInfinite, kInfinite};
  const Reached ours = reached(kOurs, 1.0, {0.5, 0.25, 0.75});
  auto gain = energy_gain({reached(kCheap, 3.0, nowhere), reached(kReads, 2.0, nowhere), ours},
                          kArray);
  ASSERT_TRUE(gain);
  EXPECT_EQ(gain->value, kInfinite);
  EXPECT_EQ(gain->high, kInfinite);
  EXPECT_DOUBLE_EQ(gain->low, 24.0 / 0.75);
  EXPECT_EQ(ratio_range(*gain), "above 32");
  EXPECT_EQ(ratio_range({std::nan(""), 6.94, std::nan("")}), "? [6.94, ?]");
  gain = energy_gain({reached(kReads, 2.0, nowhere), ours}, kArray);
  EXPECT_DOUBLE_EQ(gain->low, 128.0 / 0.75);
  gain = energy_gain({reached(kCheap, 3.0, {kInfinite, 4.0, kInfinite}), ours}, kArray);
  EXPECT_DOUBLE_EQ(gain->low, 12.0 / 0.75);
}

TEST(SolutionGain, IsUnknownWhereTheLastSolutionDoesNotReachTheAccuracy) {
  const Reached cheap = reached(kCheap, 3.0, {2.0, 1.0, 4.0});
  EXPECT_FALSE(energy_gain({cheap, reached(kOurs, 1.0, {kInfinite, 1.0, kInfinite})}, kArray));
  EXPECT_FALSE(energy_gain({cheap}, kArray));
  EXPECT_FALSE(energy_gain({reached(kOurs, 1.0, {1.0, 1.0, 1.0})}, kArray));
  EXPECT_FALSE(energy_gain({}, kArray));
  const auto open = energy_gain({cheap, reached(kOurs, 1.0, {1.0, 0.5, kInfinite})}, kArray);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->low, 0.0);
}

}  // namespace
}  // namespace imcbench
