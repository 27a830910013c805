// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_samples.h"
#include "tests/nonidealities/column_support.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// Tabulated: sigma(G) / G of one device at full input, 0.2 V and 300 K.
constexpr struct {
  double g_uS, bandwidth_Hz, relative;
} kTable[] = {{10, 1e7, 0.0014}, {10, 1e9, 0.014}, {1, 1e9, 0.045}};

TEST(ThermalShotNoise, OneDeviceAgainstTheTable) {
  for (const auto& row : kTable) {
    const auto noise = bound<ThermalShotNoise>({{"bandwidth_Hz", row.bandwidth_Hz}});
    const double sigma_uS = 25 * deviation_of(noise, {{row.g_uS}, {0.0}, {1.0}});
    EXPECT_NEAR(sigma_uS / row.g_uS / row.relative, 1.0, 0.03) << row.g_uS;  // two digits
    const double by_hand = std::sqrt(row.g_uS * 1e-6 * row.bandwidth_Hz *
                                     (4 * 1.380649e-23 * 300 + 2 * 1.602176634e-19 * 0.2)) /
                           0.2;
    EXPECT_NEAR(sigma_uS * 1e-6 / by_hand, 1.0, 1e-5);
  }
}

// Without voltage the shot noise is gone, at zero temperature the thermal noise.
TEST(ThermalShotNoise, ItsTwoPartsApart) {
  const auto noise = bound<ThermalShotNoise>({{"bandwidth_Hz", 1e9}});
  const auto cold = bound<ThermalShotNoise>({{"bandwidth_Hz", 1e9}, {"temperature_K", 0.0}});
  const double full_A = 0.2 * 25e-6;
  EXPECT_NEAR(deviation_of(noise, {{10.0}, {5.0}, {0.0}}) * full_A,
              std::sqrt(4 * 1.380649e-23 * 300 * 15e-6 * 1e9), 1e-14);
  EXPECT_NEAR(deviation_of(cold, {{10.0}, {5.0}, {-0.5}}) * full_A,
              std::sqrt(2 * 1.602176634e-19 * 15e-6 * 0.1 * 1e9), 1e-14);
  EXPECT_EQ(deviation_of(cold, {{10.0}, {5.0}, {0.0}}), 0.0);
}

// A conductance that other noise made negative has none.
TEST(ThermalShotNoise, NegativeConductanceIsQuiet) {
  EXPECT_EQ(deviation_of(bound<ThermalShotNoise>(), {{-1.0}, {0.0}, {1.0}}), 0.0);
}

TEST(ThermalShotNoise, LawIsTheKernelsDeviation) {
  ParamValues p = ParamValues::defaults(ThermalShotNoise::params);
  p.set("temperature_K", 400.0);
  p.set("v_read_V", 0.05);
  const TileContext window{512, 64, 25.0f, 0.0, 5.0f};
  const Law law = ThermalShotNoise::law(p, window, three_inputs());
  const double made = deviation_of(ThermalShotNoise::bind(p, window), three_inputs(), window);
  EXPECT_NEAR(law.mean(), (20 * 0.5 + 10 + 4 * 0.25) / 20, 1e-9);
  EXPECT_NEAR(std::sqrt(law.variance()), made, 1e-6 * made);
}

TEST(ThermalShotNoise, ColumnsOfAChipFollowTheLaw) {
  testing_column::expect_normal_law<ThermalShotNoise>("bandwidth_Hz = 1e9");
  testing_column::expect_normal_law<ThermalShotNoise>("bandwidth_Hz = 1e9, v_read_V = 0.02");
}

TEST(ThermalShotNoise, ZeroBandwidthIsTheIdentity) {
  const auto noise = bound<ThermalShotNoise>({{"bandwidth_Hz", 0.0}});
  EXPECT_EQ(noise(-3.3f, with_normal(read_of(noise, three_inputs()), 5.0f)), -3.3f);
}

}  // namespace
}  // namespace imcbench
