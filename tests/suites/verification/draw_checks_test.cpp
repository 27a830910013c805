// SPDX-License-Identifier: Apache-2.0
// Draws that are the same, independent or repeated are told apart, whatever the law. Seeds are fixed;
// "passes" means p >= 1e-5.
#include "suites/verification/draw_checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "suites/verification/autocorrelation.h"
#include "tests/suites/verification/support.h"

namespace imcbench {
namespace {

using namespace testing_verification;

constexpr double kAlpha = 1e-5;
constexpr std::uint32_t kCount = 16384;

double clipped(double z) { return std::max(0.3 + z, 0.0); }
double flipped(double z) { return z < 0.2 ? -1.0 : 1.0; }

bool pass(const std::vector<CheckRow>& rows) {
  return !rows.empty() && std::all_of(rows.begin(), rows.end(),
                                      [](const CheckRow& row) { return row.passed(kAlpha); });
}

TEST(Scores, NormalWhereContinuousAndOnesWithTheirShareWhereNot) {
  const auto z = normals(1, kCount);
  const Scores normal = scores_of(z, Law::normal(0.0, 1.0), {});
  EXPECT_TRUE(normal.normal());
  EXPECT_NEAR(normal.values[7], z[7], 1e-6);
  const Scores ones = scores_of(mapped(z, flipped), Law::of_normal(flipped), {});
  EXPECT_NEAR(ones.share_of_ones, 1.0 - normal_cdf(0.2), 1e-9);
  const Scores median = scores_of(z, Law::normal(0.0, 1.0), {}, true);
  EXPECT_NEAR(median.share_of_ones, 0.5, 1e-9);
  EXPECT_EQ(median.values[7], z[7] > 0.0 ? 1.0 : 0.0);
}

TEST(Independence, OfTwoValuedAndOfNormalDraws) {
  const auto x = normals(2, kCount), y = normals(3, kCount);
  for (double (*h)(double) : {clipped, flipped}) {
    const Law law = Law::of_normal(h);
    const Scores a = scores_of(mapped(x, h), law, {}), b = scores_of(mapped(y, h), law, {});
    EXPECT_TRUE(pass(independent_rows("s", "q", a, b)));
    EXPECT_FALSE(pass(independent_rows("s", "q", a, a)));
  }
}

TEST(Neighbours, PairsAtALagHaveNoMemberInCommon) {
  auto z = normals(4, kCount);
  const Law law = Law::normal(0.0, 1.0);
  EXPECT_TRUE(pass(neighbour_rows("s", "q", scores_of(z, law, {}), 1024, 16)));
  for (std::size_t i = 0; i + 16 < z.size(); ++i) {
    if (i / 16 % 2 == 0) z[i + 16] = z[i];
  }
  EXPECT_FALSE(pass(neighbour_rows("s", "q", scores_of(z, law, {}), 1024, 16)));
  EXPECT_TRUE(pass(neighbour_rows("s", "q", scores_of(z, law, {}), 1024, 1)));
  EXPECT_TRUE(neighbour_rows("s", "q", scores_of(z, law, {}), 16, 16).empty());
}

// One draw seen through two laws, clipped in one of them and rounded in both.
TEST(SameDraw, ThroughTwoLaws) {
  const auto z = normals(5, 2048), other = normals(6, 2048);
  const auto grown = [](double x) { return 5.0 * std::exp(0.1 * x); };
  const Law law_x = Law::of_normal(clipped), law_y = Law::of_normal(grown);
  const auto x = mapped(z, clipped), y = mapped(z, grown);
  EXPECT_TRUE(same_draw_row("s", "q", x, law_x, y, law_y, {}).passed(kAlpha));
  EXPECT_FALSE(
      same_draw_row("s", "q", x, law_x, mapped(other, grown), law_y, {}).passed(kAlpha));
}

TEST(Patterns, RepeatedOnesAreCounted) {
  auto values = mapped(normals(7, kCount), flipped);
  const Law law = Law::of_normal(flipped);
  EXPECT_TRUE(patterns_row("s", "q", values, 64, law, 64).passed(kAlpha));
  std::copy_n(values.begin(), 64, values.end() - 64);
  EXPECT_FALSE(patterns_row("s", "q", values, 64, law, 64).passed(kAlpha));
  // Of one value, patterns must repeat.
  EXPECT_TRUE(patterns_row("s", "q", values, 1, law, 1).passed(kAlpha));
}

TEST(Autocorrelation, OfAProcessWithTwoStates) {
  const auto u = uniforms(8, 2 * kCount);
  std::vector<double> x, y;
  for (std::size_t i = 0; i < kCount; ++i) {
    x.push_back(u[i] < 0.5 ? -1.0 : 1.0);
    y.push_back(u[kCount + i] < 0.8 ? x[i] : -x[i]);  // correlation 0.8 - 0.2
  }
  const Law law = Law::mixture({{0.5, Law::exact(-1.0)}, {0.5, Law::exact(1.0)}});
  EXPECT_TRUE(autocorrelation_row("s", "q", x, y, law, 0.6).passed(kAlpha));
  EXPECT_FALSE(autocorrelation_row("s", "q", x, y, law, 0.5).passed(kAlpha));
}

}  // namespace
}  // namespace imcbench
