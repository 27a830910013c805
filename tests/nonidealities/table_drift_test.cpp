// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/nonidealities/table_support.h"

namespace imcbench {
namespace {

using namespace testing_table;

TEST(TableDrift, FollowsThePowerLawWithTheTabulatedExponent) {
  const DeviceTable table = drift_table();
  const auto drift = bound<TableDrift>(table, 3600.0, {{"scale", 1.5}, {"t0_s", 20.0}});
  for (const float xi : {-4.0f, 0.0f, 1.0f}) {
    const double nu = nu_mean(10.0) + nu_sigma(10.0) * static_cast<double>(xi);
    EXPECT_NEAR(after(drift, 10.0f, 7.0f, xi), 7.0 * std::pow(3620.0 / 20.0, -1.5 * nu), 2e-5) << xi;
  }
}

TEST(TableDrift, NoTimeOrNoScaleIsTheIdentity) {
  const DeviceTable table = drift_table();
  EXPECT_EQ(after(bound<TableDrift>(table, 0.0), 10.0f, 7.3f, 1.7f), 7.3f);
  EXPECT_EQ(after(bound<TableDrift>(table, 3600.0, {{"scale", 0.0}}), 10.0f, 7.3f, 1.7f), 7.3f);
}

// ln g is normal, so mean and variance are those of a lognormal.
TEST(TableDrift, LawIsLognormal) {
  const DeviceTable table = drift_table();
  const ParamValues p = values<TableDrift>({{"t0_s", 2.0}});
  for (const double target : {5.0, 20.0}) {
    const Law law = TableDrift::law(p, context(table, 86400.0), target);
    const double decades = std::log(86402.0 / 2.0);
    const double mu = std::log(target) - decades * nu_mean(target), s = decades * nu_sigma(target);
    EXPECT_NEAR(law.quantile(0.5), std::exp(mu), 1e-9 * target);
    EXPECT_NEAR(law.mean(), std::exp(mu + 0.5 * s * s), 1e-8 * target);
    EXPECT_NEAR(law.variance(), std::expm1(s * s) * std::exp(2 * mu + s * s), 1e-7 * target);
  }
}

}  // namespace
}  // namespace imcbench
