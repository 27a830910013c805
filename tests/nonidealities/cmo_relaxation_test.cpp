// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/core/check.h"
#include "tests/nonidealities/aged.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// Mean and deviation in uS, from Python's math.
constexpr struct {
  double time_s, mean, sigma;
} kTable[] = {{1.0, 0.0, 0.41183},
              {10.0, -0.2049301, 0.5085616},
              {3600.0, -0.7287933, 0.7558368},
              {86400.0, -1.0116401, 0.8893469}};

TEST(CmoRelaxation, ShiftAndSpreadGrowWithTheLogarithmOfTime) {
  for (const auto& row : kTable) {
    for (const double g : {8.0, 40.0, 88.0}) {
      expect_formula<CmoRelaxation>({}, at_time(row.time_s, 88.2f, 9.0f), g, [&](double xi) {
        return std::fmax(g + row.mean + row.sigma * xi, 0.0);
      });
    }
  }
}

TEST(CmoRelaxation, ScaleIsOnBothAndZeroIsTheBound) {
  expect_formula<CmoRelaxation>({{"scale", 3}}, at_time(3600), 4.0, [](double xi) {
    return std::fmax(4.0 + 3 * (-0.7287933 + 0.7558368 * xi), 0.0);
  });
}

TEST(CmoRelaxation, NoTimeOrZeroStrengthIsTheIdentity) {
  expect_identity<CmoRelaxation>({}, at_time(0.0));
  expect_identity<CmoRelaxation>({{"scale", 0}}, at_time(86400));
  EXPECT_TRUE(law_of<CmoRelaxation>({}, at_time(0.0), 20.0).is_exact());
}

TEST(CmoRelaxation, TimesBeforeTheFirstMeasurementAreRefused) {
  EXPECT_NO_THROW(bound<CmoRelaxation>({}, at_time(1.0)));
  try {
    bound<CmoRelaxation>({}, at_time(0.5));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "cmo_relaxation: time 0.5 s is before the first measurement; allowed: 0, or 1 s "
                 "and later");
  }
}

}  // namespace
}  // namespace imcbench
