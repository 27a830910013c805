// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

double lost(Changes changes, double time_s, double xi = 0.0) {
  return 1.0 - aged_uS(bound<Retention>(changes, at_time(time_s)), 1.0, xi);
}

// After tau all but 1/e is lost, whatever the stretching; 1e8 s at the reference temperature.
TEST(Retention, TimeConstantAtTheReferenceTemperature) {
  for (const double beta : {0.3, 0.5, 1.0, 2.0}) {
    EXPECT_NEAR(lost({{"beta", beta}}, 1e8), 0.632121, 1e-6) << beta;
  }
  EXPECT_NEAR(lost({{"beta", 1}}, 2e7), 1.0 - std::exp(-0.2), 1e-6);
  EXPECT_NEAR(lost({{"beta", 0.5}}, 1e6), 1.0 - std::exp(-0.1), 1e-6);
}

// tau of 1.2 eV and 1e8 s at 300 K, from Python's math: 54199.9 s at 358 K, 1086.92 s at 398 K.
TEST(Retention, ArrheniusTable) {
  EXPECT_NEAR(lost({{"temperature_K", 358}}, 54199.9), 0.632121, 2e-6);
  EXPECT_NEAR(lost({{"temperature_K", 398}}, 1086.92), 0.632121, 2e-6);
  // Both temperatures alike: the energy does not matter.
  EXPECT_EQ(lost({{"temperature_K", 358}, {"reference_temperature_K", 358}}, 1e7),
            lost({{"activation_energy_eV", 0.3}}, 1e7));
}

TEST(Retention, DevicesHaveTimeConstantsOfTheirOwn) {
  for (const double g : {1.0, 12.0, 25.0}) {
    expect_formula<Retention>({{"temperature_K", 358}, {"tau_spread", 1.5}, {"end_share", 0.4}},
                              at_time(3600, 25.0f, 5.0f), g, [g](double xi) {
                                const double tau = 54199.90 * std::exp(1.5 * xi);
                                return 13.0 + (g - 13.0) * std::exp(-std::sqrt(3600.0 / tau));
                              });
  }
}

TEST(Retention, EndStateIsAShareOfTheWindow) {
  const TileContext hot_for_long = at_time(1e9, 30.0f, 10.0f);
  for (const double share : {0.0, 0.25, 1.0}) {
    const auto functor =
        bound<Retention>({{"temperature_K", 600}, {"end_share", share}}, hot_for_long);
    for (const double g : {10.0, 17.0, 30.0}) {
      EXPECT_NEAR(aged_uS(functor, g, 0.0), 10.0 + 20.0 * share, 1e-5);
    }
  }
}

TEST(Retention, SmallLossesKeepTheirDigits) {
  for (float x = 1e-9f; x < Retention::kSmall; x *= 1.07f) {
    const double expected = -std::expm1(-static_cast<double>(x));
    EXPECT_NEAR(Retention::small_loss(x), expected, 3e-7 * expected) << x;
  }
  EXPECT_EQ(Retention::small_loss(0.0f), 0.0f);
}

// After 9 tau there is e^-9 of the state left, with its digits; from 10 tau on, nothing counts.
TEST(Retention, SmallRestsKeepTheirDigits) {
  const auto after = [](double taus) {
    const TileContext context = at_time(taus * 1e4);
    return aged_uS(bound<Retention>({{"beta", 1}, {"tau_ref_s", 1e4}}, context), 10.0, 0.0);
  };
  EXPECT_NEAR(after(9), 10 * std::exp(-9.0), 1e-5 * 10 * std::exp(-9.0));
  EXPECT_EQ(after(10.001), 0.0f);
}

TEST(Retention, NoTimeIsTheIdentity) {
  expect_identity<Retention>({}, at_time(0.0));
  expect_identity<Retention>({{"temperature_K", 600}, {"end_share", 1}, {"tau_spread", 5}},
                             at_time(0.0, 25.0f, 5.0f));
  EXPECT_TRUE(law_of<Retention>({}, at_time(0.0), 20.0).is_exact());
}

}  // namespace
}  // namespace imcbench
