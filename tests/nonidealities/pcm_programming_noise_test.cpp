// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/core/draws.h"
#include "tests/nonidealities/programmed.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::expect_law;
using testing_nonideality::expect_same_sigma;
using testing_nonideality::kContext;
using testing_nonideality::third_digit;

// Fact sheet 2.2: sigma_P in uS at g_max = 25 uS.
constexpr struct {
  double u, sigma_uS;
} kTable[] = {{0.0, 0.2635},  {0.1, 0.4482},    {0.25, 0.6814}, {0.5, 0.9527},
              {0.75, 1.0774}, {0.8375, 1.0863}, {1.0, 1.0554}};

TEST(PcmProgrammingNoise, SigmaTable) {
  const auto noise = bound<PcmProgrammingNoise>();
  for (const auto& row : kTable) {
    const double sigma = noise.sigma_uS(static_cast<float>(25.0 * row.u));
    EXPECT_NEAR(sigma, row.sigma_uS, third_digit(row.sigma_uS)) << row.u;
  }
}

TEST(PcmProgrammingNoise, SigmaScalesWithFullConductance) {
  const auto noise = bound<PcmProgrammingNoise>({{"scale", 3.0}}, {512, 64, 40.0f, 0.0});
  for (const auto& row : kTable) {
    EXPECT_NEAR(noise.sigma_uS(static_cast<float>(40.0 * row.u)), 3.0 * 1.6 * row.sigma_uS, 1e-3);
  }
}

struct Moments {
  double mean, deviation;
};

Moments programmed(const PcmProgrammingNoise& noise, float target) {
  constexpr std::uint32_t kCells = 1 << 20;
  std::vector<float> z(kCells);
  draw_kernels().fill_normals({{1, 2}}, 0, kCells, z.data());
  double sum = 0.0, squares = 0.0;
  for (const float xi : z) {
    Cell cell{target, target, target};
    noise(cell, xi);
    EXPECT_GE(cell.g_uS, 0.0f);
    sum += static_cast<double>(cell.g_uS);
    squares += static_cast<double>(cell.g_uS) * static_cast<double>(cell.g_uS);
  }
  const double mean = sum / kCells;
  return {mean, std::sqrt(squares / kCells - mean * mean)};
}

// 2^20 devices: mean within 5 sigma / 1024 and deviation within 5 sigma / (1024 sqrt 2): false
// alarm 5.7e-7 each, 3 targets, 3.4e-6.
TEST(PcmProgrammingNoise, MeanAndSpread) {
  const auto noise = bound<PcmProgrammingNoise>();
  for (const float target : {10.0f, 18.0f, 25.0f}) {
    const double sigma = static_cast<double>(noise.sigma_uS(target));
    const Moments m = programmed(noise, target);
    EXPECT_NEAR(m.mean, target, 5 * sigma / 1024) << target;
    EXPECT_NEAR(m.deviation, sigma, 5 * sigma / (1024 * std::sqrt(2.0))) << target;
  }
}

// A zero device becomes half a Gaussian: mean sigma / sqrt(2 pi), variance sigma^2 (1/2 - 1/(2
// pi)). False alarm about 1e-6.
TEST(PcmProgrammingNoise, ZeroDeviceIsHalfGaussian) {
  const Moments m = programmed(bound<PcmProgrammingNoise>(), 0.0f);
  const double pi = std::acos(-1.0), sigma = 0.26348;
  EXPECT_NEAR(m.mean, sigma / std::sqrt(2 * pi), 5 * sigma * 0.584 / 1024);
  EXPECT_NEAR(m.deviation, sigma * std::sqrt(0.5 - 0.5 / pi), 5 * sigma / 1024);
}

TEST(PcmProgrammingNoise, ZeroStrengthIsTheIdentity) {
  const auto noise = bound<PcmProgrammingNoise>({{"scale", 0.0}});
  for (const float g : {0.0f, 0.1f, 12.34f, 25.0f}) {
    Cell cell{g, g, g};
    noise(cell, -3.0f);
    EXPECT_EQ(cell.g_uS, g);
  }
}

TEST(PcmProgrammingNoise, SamplesFollowTheLaw) {
  expect_same_sigma<PcmProgrammingNoise>({}, kContext, {8.0f, 18.0f, 25.0f});
  expect_law<PcmProgrammingNoise>({}, kContext, {0.0f, 1.0f, 18.0f, 25.0f});
  expect_law<PcmProgrammingNoise>({{"scale", 3.0}}, {512, 64, 40.0f, 0.0}, {20.0f});
}

}  // namespace
}  // namespace imcbench
