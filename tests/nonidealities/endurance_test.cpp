// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// The window as a share of what it was, of the median device, between the devices at its ends.
double window(Changes changes) {
  const auto functor = bound<Endurance>(changes, at_time(1.0));
  return (aged_uS(functor, 25.0, 0.0) - aged_uS(functor, 0.0, 0.0)) / 25.0;
}

TEST(Endurance, WindowClosesWithCycles) {
  EXPECT_NEAR(window({{"cycles", 1e6}}), 0.5, 1e-6);
  EXPECT_NEAR(window({{"cycles", 1e5}}), 10.0 / 11, 1e-6);
  EXPECT_NEAR(window({{"cycles", 1e5}, {"slope", 2}}), 100.0 / 101, 1e-6);
  EXPECT_NEAR(window({{"cycles", 1e8}, {"slope", 0.5}}), 1.0 / 11, 1e-6);
  EXPECT_NEAR(window({{"cycles", 3e3}, {"cycles_half", 1e3}}), 0.25, 1e-6);
}

TEST(Endurance, CentreStays) {
  const auto functor = bound<Endurance>({{"cycles", 1e7}}, at_time(1.0, 30.0f, 10.0f));
  EXPECT_EQ(aged_uS(functor, 20.0, 1.3), 20.0f);
  EXPECT_NEAR(aged_uS(functor, 10.0, 1.3) + aged_uS(functor, 30.0, 1.3), 40.0, 1e-5);
}

TEST(Endurance, DevicesWearAtARateOfTheirOwn) {
  for (const double g : {0.0, 9.0, 25.0}) {
    expect_formula<Endurance>({{"cycles", 4e5}, {"slope", 3}, {"half_spread", 0.8}}, at_time(1.0),
                              g, [g](double xi) {
                                const double ratio = 0.4 / std::exp(0.8 * xi);
                                return 12.5 + (g - 12.5) / (1.0 + ratio * ratio * ratio);
                              });
  }
}

// Little wear, where the window is as good as new: 12.5 uS * 1e-9.
TEST(Endurance, SmallClosuresKeepTheirDigits) {
  const auto functor = bound<Endurance>({{"cycles", 1.0}, {"cycles_half", 1e9}}, at_time(1.0));
  EXPECT_NEAR(aged_uS(functor, 0.0, 0.0), 1.25e-8, 1e-13);
}

TEST(Endurance, NoCyclesIsTheIdentity) {
  expect_identity<Endurance>({{"cycles", 0}}, at_time(1.0));
  expect_identity<Endurance>({{"cycles", 0}, {"slope", 10}, {"half_spread", 5}},
                             at_time(1.0, 25.0f, 5.0f));
  EXPECT_TRUE(law_of<Endurance>({{"cycles", 0}}, at_time(1.0), 20.0).is_exact());
}

}  // namespace
}  // namespace imcbench
