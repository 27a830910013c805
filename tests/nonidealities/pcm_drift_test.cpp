// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::third_digit;

constexpr double kHour = 3600, kDay = 86400, kWeek = 7 * kDay, kYear = 365.25 * kDay;

PcmDrift drift_at(double time_s, double scale = 1.0) {
  return bound<PcmDrift>({{"scale", scale}}, {512, 64, 25.0f, time_s});
}

float aged(const PcmDrift& drift, float target, float programmed, float xi) {
  Cell cell{target, programmed, programmed};
  drift(cell, xi);
  return cell.g_uS;
}

// Fact sheet 2.4: drift factors at the two ends of the mean exponent. xi = 0, so nu is the mean:
// 0.049 for u >= 0.2045 and 0.1 for u <= 0.0076.
constexpr struct {
  double time_s, full, small;
} kFactors[] = {{1.0, 0.998, 0.995},
                {kHour, 0.775, 0.595},
                {kDay, 0.664, 0.433},
                {kWeek, 0.603, 0.356},
                {kYear, 0.497, 0.240}};

TEST(PcmDrift, FactorTable) {
  for (const auto& row : kFactors) {
    const PcmDrift drift = drift_at(row.time_s);
    EXPECT_NEAR(aged(drift, 25.0f, 10.0f, 0.0f) / 10.0, row.full, 5e-4) << row.time_s;
    EXPECT_NEAR(aged(drift, 0.1f, 10.0f, 0.0f) / 10.0, row.small, 5.5e-4) << row.time_s;
  }
}

// Fact sheet 2.3: the corners of the two clipped lines.
TEST(PcmDrift, ExponentCorners) {
  const auto mean_at = [](double u) {
    return PcmDrift::mean_exponent(std::log(static_cast<float>(u)));
  };
  const auto sigma_at = [](double u) {
    return PcmDrift::exponent_sigma(std::log(static_cast<float>(u)));
  };
  EXPECT_FLOAT_EQ(mean_at(1.0), 0.049f);
  EXPECT_FLOAT_EQ(mean_at(0.2050), 0.049f);
  EXPECT_GT(mean_at(0.2040), 0.049f);
  EXPECT_FLOAT_EQ(mean_at(0.0075), 0.1f);
  EXPECT_LT(mean_at(0.0077), 0.1f);
  EXPECT_NEAR(mean_at(0.05), -0.0155 * std::log(0.05) + 0.0244, 1e-7);
  EXPECT_FLOAT_EQ(sigma_at(1.0), 0.008f);
  EXPECT_FLOAT_EQ(sigma_at(0.330), 0.008f);
  EXPECT_GT(sigma_at(0.328), 0.008f);
  EXPECT_FLOAT_EQ(sigma_at(0.0169), 0.045f);
  EXPECT_LT(sigma_at(0.0171), 0.045f);
  EXPECT_NEAR(sigma_at(0.1), -0.0125 * std::log(0.1) - 0.0059, 1e-7);
}

TEST(PcmDrift, ExponentIsMirroredAtZeroAndScaled) {
  const PcmDrift drift = drift_at(kHour);
  EXPECT_NEAR(drift.exponent(25.0f, 1.0f), 0.057, 1e-6);
  EXPECT_NEAR(drift.exponent(0.0f, -3.0f), std::fabs(0.1 - 3 * 0.045), 1e-6);
  const double nu = 0.057, ratio = (kHour + 20) / 20;
  EXPECT_NEAR(aged(drift, 25.0f, 10.0f, 1.0f), 10 * std::pow(ratio, -nu), 1e-5);
  EXPECT_NEAR(aged(drift_at(kHour, 2.5), 25.0f, 10.0f, 1.0f), 10 * std::pow(ratio, -2.5 * nu),
              1e-5);
}

// The exponent belongs to the target: what was programmed only scales the result.
TEST(PcmDrift, TargetDecidesTheExponent) {
  const PcmDrift drift = drift_at(kDay);
  EXPECT_NEAR(aged(drift, 5.0f, 20.0f, 0.3f) / 20.0, aged(drift, 5.0f, 1.0f, 0.3f), 1e-6);
}

// Mean and deviation of nu by hand, at both clips and between them.
TEST(PcmDrift, LawIsThatOfAPowerOfAFoldedNormal) {
  const struct {
    double u, mean, sigma;
  } rows[] = {{0.004, 0.1, 0.045}, {0.1, 0.06009007, 0.02288231}, {1.0, 0.049, 0.008}};
  for (const auto& row : rows) {
    const double g = 25.0 * row.u;
    testing_nonideality::expect_formula<PcmDrift>(
        {{"scale", 2.5}}, testing_nonideality::at_time(kDay), g, [&](double xi) {
          return g * std::pow(4321.0, -2.5 * std::fabs(row.mean + row.sigma * xi));
        });
  }
}

TEST(PcmDrift, NoTimeOrZeroStrengthIsTheIdentity) {
  for (const float g : {0.0f, 1e-6f, 3.3f, 25.0f}) {
    EXPECT_EQ(aged(drift_at(0.0), g, g, 1.7f), g);
    EXPECT_EQ(aged(drift_at(kYear, 0.0), g, g, 1.7f), g);
  }
}

}  // namespace
}  // namespace imcbench
