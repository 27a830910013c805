// SPDX-License-Identifier: Apache-2.0
// Against scipy 1.10; the call stands next to its values.
#include "suites/verification/p_values.h"

#include <gtest/gtest.h>

#include <cmath>

namespace imcbench {
namespace {

void expect_near(double value, double expected, double relative = 1e-9) {
  EXPECT_NEAR(value, expected, relative * expected);
}

// scipy.stats.norm.sf: 2 sf(4.75), 2 sf(30)
TEST(PValues, ZOfP) {
  EXPECT_NEAR(z_of_p(2.0341664851374063e-06), 4.75, 1e-9);
  EXPECT_NEAR(z_of_p(9.813427854295816e-198), 30.0, 1e-9);
  EXPECT_EQ(z_of_p(1.0), 0.0);
  EXPECT_EQ(z_of_p(0.0), kLargestZ);
}

// scipy.stats.binom.sf(11, 65536, 1e-4), .cdf(30, 65536, 1e-3)
TEST(PValues, Binomial) {
  expect_near(binomial_upper(12, 65536, 1e-4), 0.035671533304156455);
  expect_near(binomial_p(12, 65536, 1e-4), 2 * 0.035671533304156455);
  expect_near(binomial_lower(30, 65536, 1e-3), 7.261590225077369e-07);
  expect_near(binomial_p(30, 65536, 1e-3), 2 * 7.261590225077369e-07);
  expect_near(binomial_upper(10, 10, 0.5), std::pow(0.5, 10));
  expect_near(binomial_lower(0, 10, 0.5), std::pow(0.5, 10));
  EXPECT_EQ(binomial_upper(0, 10, 0.5), 1.0);
  EXPECT_EQ(binomial_lower(10, 10, 0.5), 1.0);
  EXPECT_EQ(binomial_p(5, 10, 0.5), 1.0);
}

// scipy.stats.poisson.sf(19, 4.5)
TEST(PValues, Poisson) {
  expect_near(poisson_upper(20, 4.5), 6.716488780922964e-08);
  expect_near(poisson_upper(1, 1e-9), 1e-9);
  EXPECT_EQ(poisson_upper(0, 4.5), 1.0);
  EXPECT_EQ(poisson_upper(1, 0.0), 0.0);
}

// The variance of 20 normals: v = 20 (1 + d sqrt(2 / 20)),
// 2 min(scipy.stats.chi2.cdf(v, 20), .sf(v, 20)). And 2 scipy.stats.pearson3(skew=0.5).sf(4.2).
TEST(PValues, Pearson3) {
  const double skewness = std::sqrt(8.0 / 20.0);
  expect_near(pearson3_p(2.5, skewness), 0.032369945144804485);
  expect_near(pearson3_p(5.5, skewness), 8.842149359119644e-05);
  expect_near(pearson3_p(-3.0, skewness), 4.3817915421722e-10);
  expect_near(pearson3_p(4.2, 0.5), 0.000843618636145127);
  expect_near(pearson3_p(-4.2, -0.5), 0.000843618636145127);
  expect_near(pearson3_p(4.75, 0.0), 2.0341664851374063e-06);
  expect_near(pearson3_p(-4.75, 1.001e-4), 2.0341664851374063e-06, 3e-3);
  EXPECT_EQ(pearson3_p(-4.0, 1.0), 0.0);  // below the end of the law, -2 / skewness
}

// scipy.stats.kstwo.sf(distance, n), the exact law: within 12 %, and more often above than below.
TEST(PValues, Kolmogorov) {
  expect_near(kolmogorov_p(0.2, 20), 0.352720173623415, 0.03);
  expect_near(kolmogorov_p(0.3, 50), 0.00017353260202718738, 0.12);
  expect_near(kolmogorov_p(0.08, 1000), 5.154189384789824e-06, 0.05);
  expect_near(kolmogorov_p(0.01, 65536), 4.033135160417063e-06, 0.01);
  EXPECT_EQ(kolmogorov_p(0.0, 10), 1.0);
  EXPECT_GT(kolmogorov_p(1.0, 1), 0.05);
}

// t = r sqrt((n - 2) / (1 - r^2)), 2 scipy.stats.t.sf(|t|, n - 2)
TEST(PValues, Correlation) {
  expect_near(correlation_p(0.3, 50), 0.03428618003292995);
  expect_near(correlation_p(-0.1, 2000), 7.444227800898969e-06);
  expect_near(correlation_p(0.02, 65536), 3.048649055531983e-07);
  EXPECT_EQ(correlation_p(1.0, 50), 0.0);
  EXPECT_TRUE(std::isnan(correlation_p(std::nan(""), 50)));
}

}  // namespace
}  // namespace imcbench
