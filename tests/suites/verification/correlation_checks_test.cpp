// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/correlation_checks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "suites/verification/law_checks.h"
#include "tests/suites/verification/support.h"

namespace imcbench {
namespace {

using namespace testing_verification;

constexpr std::size_t kLags[] = {1, 16, 64, 100};
bool never(const std::string&) { return false; }

// y = rho x + sqrt(1 - rho^2) z
std::vector<double> related(const std::vector<double>& x, const std::vector<double>& z,
                            double rho) {
  std::vector<double> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    y[i] = rho * x[i] + std::sqrt(1.0 - rho * rho) * z[i];
  }
  return y;
}

TEST(CorrelationRows, FalseAlarms) {
  FalseAlarms alarms(0.01);
  for (std::uint32_t r = 0; r < kRepetitions; ++r) {
    const auto x = normals(r, 1024), z = normals(r, 1024, "verification_test/other");
    alarms.add(correlation_rows("a", "none", x, z));
    alarms.add(correlation_rows("a", "half", x, related(x, z, 0.5), 0.5));
    alarms.add(correlation_rows("a", "few", std::span(x).first(20), std::span(z).first(20)));
  }
  alarms.expect_alpha(never);
}

TEST(LagRows, FalseAlarms) {
  FalseAlarms alarms(0.01);
  for (std::uint32_t r = 0; r < kRepetitions; ++r) {
    alarms.add(lag_rows("a", normals(r, 2000), 10, 200, kLags));
  }
  alarms.expect_alpha(never);
  EXPECT_EQ(alarms.quantities(), 4u);
}

TEST(CorrelationRows, KnownCoefficient) {
  const std::vector<double> x = {1, 2, 3, 4, std::nan("")}, y = {1, 3, 2, 5, 7};
  EXPECT_NEAR(correlation_of(x, y).r, 5.5 / std::sqrt(5.0 * 8.75), 1e-12);
  EXPECT_EQ(correlation_of(x, y).pairs, 4u);
  EXPECT_TRUE(correlation_rows("a", "b", x, y).empty());
}

TEST(CorrelationRows, CorrelationOfATenthFails) {
  const auto x = normals(1, 16384), z = normals(1, 16384, "verification_test/other");
  const auto y = related(x, z, 0.1);
  const auto rows = correlation_rows("a", "b", x, y);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_FALSE(rows[0].passed(2e-6));
  EXPECT_GT(rows[0].z, 4.75);
  EXPECT_TRUE(correlation_rows("a", "b", x, y, 0.1)[0].passed(2e-6));
  EXPECT_FALSE(correlation_rows("a", "b", x, y, 0.2)[0].passed(2e-6));
}

// Two readings of one draw at two times, of different laws, half of them at 0.
TEST(CorrelationRows, ScoresRelateDifferentLaws) {
  const auto early = [](double z) { return std::max(0.0, 2.0 * z); };
  const auto late = [](double z) { return std::max(0.0, std::expm1(z)); };
  const auto scores = [](std::vector<double> z, const auto& h) {
    return normal_scores(mapped(std::move(z), h), Law::of_normal(h));
  };
  const auto x = scores(normals(2, 16384), early), y = scores(normals(2, 16384), late);
  EXPECT_TRUE(same_draw_row("a", "b", x, y, 1e-4).passed(1e-3));
  const auto z = scores(normals(3, 16384), late);
  EXPECT_FALSE(same_draw_row("a", "b", x, z, 1e-4).passed(1e-3));
  EXPECT_TRUE(correlation_rows("a", "b", x, z)[0].passed(1e-3));
  EXPECT_FALSE(correlation_rows("a", "b", x, y)[0].passed(2e-6));
}

TEST(CorrelationRows, OneNumberForAllFails) {
  const std::vector<double> x(100, 0.7);
  const auto rows = correlation_rows("a", "b", x, normals(4, 100));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_FALSE(rows[0].passed(1e-300));
  const auto lags = lag_rows("a", std::vector<double>(400, 0.7), 2, 200, kLags);
  ASSERT_EQ(lags.size(), 4u);
  EXPECT_EQ(failures(lags).size(), 4u);
}

// One number per chip: all its cells agree.
TEST(LagRows, OneNumberPerChipFails) {
  std::vector<double> x;
  for (const double of_chip : normals(5, 50)) x.insert(x.end(), 200, of_chip);
  EXPECT_EQ(failures(lag_rows("a", x, 50, 200, kLags)).size(), 4u);
}

// Neighbours correlate by 0.1, others do not.
TEST(LagRows, CorrelatedNeighboursFail) {
  const auto z = normals(6, 20000);
  std::vector<double> x(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) x[i] = z[i] + 0.101 * (i > 0 ? z[i - 1] : 0.0);
  EXPECT_EQ(failures(lag_rows("a", x, 100, 200, kLags)),
            std::vector<std::string>{"correlation, 1 apart"});
}

// The same cells on every second chip.
TEST(LagRows, RelatesChips) {
  auto x = normals(7, 20000);
  EXPECT_TRUE(failures(lag_rows("a", x, 1, 20000, std::vector<std::size_t>{200})).empty());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i / 200 % 2 == 1) x[i] = x[i - 200];
  }
  EXPECT_EQ(failures(lag_rows("a", x, 1, 20000, std::vector<std::size_t>{200})).size(), 1u);
  EXPECT_TRUE(lag_rows("a", x, 100, 200, std::vector<std::size_t>{200}).empty());
}

TEST(SameDrawRow, MissingValuesMustAgree) {
  const double nan = std::nan("");
  const std::vector<double> x = {1.0, nan, 3.0}, y = {1.0, nan, 3.5}, z = {1.0, 2.0, 3.0};
  EXPECT_TRUE(same_draw_row("a", "b", x, x, 0.0).passed(1e-3));
  EXPECT_FALSE(same_draw_row("a", "b", x, y, 0.4).passed(1e-3));
  EXPECT_TRUE(same_draw_row("a", "b", x, y, 0.5).passed(1e-3));
  EXPECT_FALSE(same_draw_row("a", "b", x, z, 10.0).passed(1e-3));
}

}  // namespace
}  // namespace imcbench
