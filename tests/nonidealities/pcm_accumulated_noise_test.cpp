// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;

constexpr double kHour = 3600, kDay = 86400, kWeek = 7 * kDay, kYear = 365.25 * kDay;

PcmAccumulatedNoise noise_at(double time_s, double scale = 1.0) {
  return bound<PcmAccumulatedNoise>({{"scale", scale}}, {512, 64, 25.0f, time_s});
}

// Fact sheet 2.4: sqrt(ln ...) and the read deviation at g_max in percent.
constexpr struct {
  double time_s, growth, percent;
} kTable[] = {{1.0, 4.190, 3.69},
              {kHour, 4.765, 4.19},
              {kDay, 5.087, 4.48},
              {kWeek, 5.275, 4.64},
              {kYear, 5.637, 4.96}};

TEST(PcmAccumulatedNoise, GrowthTable) {
  for (const auto& row : kTable) {
    const PcmAccumulatedNoise noise = noise_at(row.time_s);
    EXPECT_NEAR(noise.growth, row.growth, 5e-4) << row.time_s;
    Cell cell{25.0f, 25.0f, 25.0f};
    noise(cell, 1.0f);
    EXPECT_NEAR((cell.g_uS - 25.0) / 25.0 * 100.0, row.percent, 5.1e-3) << row.time_s;
  }
}

TEST(PcmAccumulatedNoise, RelativeNoiseIsAClippedPower) {
  const PcmAccumulatedNoise noise = noise_at(kHour);
  for (const double u : {1.2, 1.0, 0.5, 0.1, 0.02, 0.0083}) {
    const double expected = 0.0088 / std::pow(u, 0.65);
    EXPECT_NEAR(noise.relative_noise(static_cast<float>(25 * u)), expected, 1e-6 * expected) << u;
  }
  EXPECT_EQ(noise.relative_noise(0.0f), 0.2f);
  EXPECT_EQ(noise.relative_noise(static_cast<float>(25 * 0.008)), 0.2f);
}

// Q_s is of the programmed conductance, the deviation is of the drifted one.
TEST(PcmAccumulatedNoise, ProgrammedSetsTheRateDriftedTheSize) {
  const PcmAccumulatedNoise noise = noise_at(kHour);
  Cell cell{25.0f, 16.0f, 8.0f};
  noise(cell, 2.0f);
  const double q = 0.0088 / std::pow(16.0 / 25.0, 0.65);
  EXPECT_NEAR(cell.g_uS, 8.0 + 2.0 * 8.0 * q * std::sqrt(std::log((3620 + 250e-9) / 500e-9)), 2e-5);
}

// At u = 0.004, where Q_s is at its largest, and at u = 0.16: 0.0088 / 0.16^0.65, by hand.
TEST(PcmAccumulatedNoise, LawIsThatOfAClippedNormal) {
  const double growth = std::sqrt(std::log((3601.0 + 1e-6) / 2e-6));
  for (const auto& [u, rate] : {std::pair{0.004, 0.2}, {0.16, 0.0289604085}}) {
    const double g = 25.0 * u, sigma_uS = 3.0 * g * rate * growth;
    testing_nonideality::expect_formula<PcmAccumulatedNoise>(
        {{"scale", 3}, {"t0_s", 1}, {"t_read_s", 1e-6}}, testing_nonideality::at_time(kHour), g,
        [&](double xi) { return std::fmax(g + sigma_uS * xi, 0.0); });
  }
}

TEST(PcmAccumulatedNoise, NeverBelowZero) {
  Cell cell{0.0f, 0.01f, 0.01f};
  noise_at(kYear)(cell, -6.0f);
  EXPECT_EQ(cell.g_uS, 0.0f);
}

TEST(PcmAccumulatedNoise, ZeroStrengthIsTheIdentity) {
  for (const float g : {0.0f, 0.2f, 17.0f}) {
    Cell cell{g, g, g};
    noise_at(kYear, 0.0)(cell, -6.0f);
    EXPECT_EQ(cell.g_uS, g);
  }
}

}  // namespace
}  // namespace imcbench
