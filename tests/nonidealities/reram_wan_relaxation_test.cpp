// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/core/check.h"
#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

constexpr double kDay = 86400;

double sigma_at(double time_s, double u, Changes changes = {}, double g_max_uS = 40.0) {
  const auto functor =
      bound<ReramWanRelaxation>(changes, at_time(time_s, static_cast<float>(g_max_uS)));
  return static_cast<double>(functor.sigma_uS(static_cast<float>(u * g_max_uS)));
}

// The ends of the fits are c_0 and the sum of c_k; peaks about 2.3 uS at 12 uS, 4.0 uS at 16 uS.
TEST(ReramWanRelaxation, FitsAtTheirTimes) {
  const struct {
    double time_s, at_zero, at_full;
  } rows[] = {{1, 0.348, 1.103}, {kDay, 0.701, 2.651}, {2 * kDay, 0.782, 2.677}};
  for (const auto& row : rows) {
    EXPECT_NEAR(sigma_at(row.time_s, 0.0), row.at_zero, 1e-6) << row.time_s;
    EXPECT_NEAR(sigma_at(row.time_s, 1.0), row.at_full, 1e-5) << row.time_s;
  }
  EXPECT_NEAR(sigma_at(1, 0.3), 2.3, 0.05);
  EXPECT_NEAR(sigma_at(kDay, 0.4), 4.0, 0.05);
}

TEST(ReramWanRelaxation, BetweenFitsLinearInTheLogarithm) {
  for (const double u : {0.0, 0.25, 0.8}) {
    const double second = sigma_at(1, u), day = sigma_at(kDay, u), last = sigma_at(2 * kDay, u);
    EXPECT_NEAR(sigma_at(std::sqrt(kDay), u), 0.5 * (second + day), 1e-5) << u;
    EXPECT_NEAR(sigma_at(std::sqrt(2.0) * kDay, u), 0.5 * (day + last), 1e-5) << u;
  }
}

TEST(ReramWanRelaxation, ScalesWithTheConductanceRange) {
  for (const double u : {0.1, 0.6}) {
    EXPECT_NEAR(sigma_at(1, u, {}, 20.0), 0.5 * sigma_at(1, u), 1e-6);
    EXPECT_NEAR(sigma_at(1, u, {{"reference_g_max_uS", 20}}, 20.0), sigma_at(1, u), 1e-6);
    EXPECT_NEAR(sigma_at(1, u, {{"scale", 3}}), 3 * sigma_at(1, u), 1e-5);
  }
}

// By hand: the sum of c_k / 2^k at 1 day is 3.909 uS; c_0 at 2 days, rescaled.
TEST(ReramWanRelaxation, NormalAroundTheProgrammedValueClippedAtZero) {
  expect_formula<ReramWanRelaxation>({}, at_time(kDay, 40.0f), 20.0,
                                     [](double xi) { return std::fmax(20.0 + 3.909 * xi, 0.0); });
  expect_formula<ReramWanRelaxation>({}, at_time(2 * kDay, 25.0f), 0.0, [](double xi) {
    return std::fmax(0.782 * 25 / 40 * xi, 0.0);
  });
}

TEST(ReramWanRelaxation, TargetDecidesTheSpread) {
  Cell cell{20.0f, 12.0f, 11.0f};
  bound<ReramWanRelaxation>({}, at_time(kDay, 40.0f))(cell, 1.0f);
  EXPECT_NEAR(cell.g_uS, 11.0 + 3.909, 1e-5);
}

// One draw per device: its deviation keeps its sign and, from a second to a day, grows.
TEST(ReramWanRelaxation, OneDeviceMovesAwayFromItsTarget) {
  const auto early = bound<ReramWanRelaxation>({}, at_time(1)),
             late = bound<ReramWanRelaxation>({}, at_time(kDay));
  for (const double g : {5.0, 15.0, 25.0}) {
    EXPECT_GT(aged_uS(late, g, 1.0), aged_uS(early, g, 1.0)) << g;
    EXPECT_LT(aged_uS(late, g, -1.0), aged_uS(early, g, -1.0)) << g;
  }
}

TEST(ReramWanRelaxation, NoTimeOrZeroStrengthIsTheIdentity) {
  expect_identity<ReramWanRelaxation>({}, at_time(0.0));
  expect_identity<ReramWanRelaxation>({{"scale", 0}}, at_time(kDay));
  EXPECT_TRUE(law_of<ReramWanRelaxation>({}, at_time(0.0), 20.0).is_exact());
}

TEST(ReramWanRelaxation, TimesOutsideTheMeasurementsAreRefused) {
  for (const double time_s : {1.0, 3600.0, 172800.0}) {
    EXPECT_NO_THROW(bound<ReramWanRelaxation>({}, at_time(time_s)));
  }
  for (const double time_s : {0.5, 172801.0}) {
    try {
      bound<ReramWanRelaxation>({}, at_time(time_s));
      FAIL() << time_s;
    } catch (const InputError& error) {
      EXPECT_EQ(error.what(),
                fmt::format("reram_wan_relaxation: time {} s is outside the measurements; allowed: "
                            "0, or 1 s to 172800 s (2 days)",
                            time_s));
    }
  }
}

}  // namespace
}  // namespace imcbench
