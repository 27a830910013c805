// SPDX-License-Identifier: Apache-2.0
// Laws against closed forms and against scipy 1.10; the scipy call stands next to its values.
#include "kernels/nonidealities/law.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <stdexcept>

namespace imcbench {
namespace {

constexpr double kSmooth = 1e-9, kKinks = 1e-8;  // relative errors of moments
constexpr double kCdf = 1e-10;                   // absolute

void expect_moment(const Law& law, int order, double expected, double relative) {
  EXPECT_NEAR(law.central_moment(order), expected, relative * std::fabs(expected)) << order;
}

TEST(Law, NormalHasItsMomentsToOrderTwelve) {
  const Law law = Law::normal(25.0, 0.4);
  EXPECT_NEAR(law.mean(), 25.0, 25.0 * kSmooth);
  double moment = 1.0;  // (order - 1)!! sigma^order
  for (int order = 2; order <= 12; order += 2) {
    moment *= (order - 1) * 0.16;
    expect_moment(law, order, moment, kSmooth);
    EXPECT_NEAR(law.central_moment(order - 1), 0.0, kSmooth * moment) << order;
  }
  EXPECT_NEAR(law.kurtosis(), 3.0, 3.0 * kSmooth);
  EXPECT_TRUE(law.atoms().empty());
}

// scipy.stats.norm.cdf(-1.5), .ppf(1e-4)
TEST(Law, NormalCdfAndQuantile) {
  const Law law = Law::normal(-2.0, 3.0);
  EXPECT_NEAR(law.cdf(-6.5), 0.06680720126885807, kCdf);
  EXPECT_NEAR(law.below(-6.5), 0.06680720126885807, kCdf);
  EXPECT_NEAR(law.quantile(1e-4), -2.0 - 3.0 * 3.719016485455709, 1e-7);
  EXPECT_NEAR(law.quantile(1.0 - 1e-4), -2.0 + 3.0 * 3.719016485455709, 1e-7);
  EXPECT_NEAR(law.quantile(0.5), -2.0, 1e-9);
  EXPECT_THROW(law.quantile(0.0), std::logic_error);
}

// d = scipy.stats.norm(0.3, 1); E f = f(-0.5) d.cdf(-0.5) + f(2) d.sf(2) +
// scipy.integrate.quad(lambda x: f(x) * d.pdf(x), -0.5, 2, epsabs=0, epsrel=1e-13)
TEST(Law, ClippedNormal) {
  const Law law = Law::normal(0.3, 1.0).clipped(-0.5, 2.0);
  EXPECT_NEAR(law.mean(), 0.40191944320740175, kKinks);
  expect_moment(law, 2, 0.6059365344700228, kKinks);
  expect_moment(law, 3, 0.2290370270921161, kKinks);
  expect_moment(law, 4, 0.7731869089911421, kKinks);
  expect_moment(law, 6, 1.3788050611677778, kKinks);
  expect_moment(law, 8, 2.9344416401478615, kKinks);
}

TEST(Law, ClippedNormalHasAtomsAtItsEnds) {
  const Law law = Law::normal(0.3, 1.0).clipped(-0.5, 2.0);
  EXPECT_EQ(law.below(-0.5), 0.0);
  EXPECT_NEAR(law.cdf(-0.5), 0.2118553985833967, kCdf);
  EXPECT_NEAR(law.cdf(0.7), 0.6554217416103242, kCdf);
  EXPECT_NEAR(law.below(2.0), 0.955434537241457, kCdf);
  EXPECT_NEAR(law.cdf(2.0), 1.0, kCdf);
  ASSERT_EQ(law.atoms().size(), 2u);
  EXPECT_EQ(law.atoms()[0].value, -0.5);
  EXPECT_NEAR(law.atoms()[0].probability, 0.2118553985833967, kCdf);
  EXPECT_EQ(law.atoms()[1].value, 2.0);
  EXPECT_NEAR(law.atoms()[1].probability, 0.04456546275854304, kCdf);
  EXPECT_NEAR(law.continuous_cdf(0.7), 0.6554217416103242 - 0.2118553985833967, kCdf);
  EXPECT_NEAR(law.continuous_cdf(2.0), 0.955434537241457 - 0.2118553985833967, kCdf);
  EXPECT_EQ(law.quantile(0.2), -0.5);
  EXPECT_EQ(law.quantile(0.96), 2.0);
  EXPECT_NEAR(law.quantile(0.9), 1.5815515655446004, 1e-8);
}

// Wherever the ends lie relative to the cells, 1/16 apart and halved: with phi and Phi at the end,
// E max(Z - c, 0) = phi - c (1 - Phi) and E max(Z - c, 0)^2 = (1 + c^2) (1 - Phi) - c phi.
TEST(Law, ClippingIsExactWhereverTheEndLies) {
  for (const double end : {0.0, 1.0 / 3, 1.0 / 48, 1.0 / 16, 0.7310585, 1.9999999, 3.1, -2.2}) {
    const Law law = Law::normal(-end, 1.0).clipped(0.0, 100.0);
    const double tail = normal_cdf(-end), density = normal_density(end);
    const double mean = density - end * tail;
    EXPECT_NEAR(law.mean(), mean, kKinks * mean) << end;
    const double square = (1.0 + end * end) * tail - end * density;
    EXPECT_NEAR(law.variance(), square - mean * mean, kKinks * square) << end;
    EXPECT_NEAR(law.cdf(0.0), normal_cdf(end), kCdf) << end;
    ASSERT_EQ(law.atoms().size(), 1u) << end;
  }
}

// scipy.stats.foldnorm(c=1/3, scale=3): .mean(), .var(), .stats('sk'), .cdf(2), .ppf(0.999)
TEST(Law, FoldedNormal) {
  const Law law = Law::normal(1.0, 3.0).then([](double x) { return std::fabs(x); });
  EXPECT_NEAR(law.mean(), 2.525416685794432, 2.5 * kKinks);
  EXPECT_NEAR(law.variance(), 3.622270563111069, 3.6 * kKinks);
  EXPECT_NEAR(law.skewness(), 0.983945491086563, kKinks);
  EXPECT_NEAR(law.kurtosis(), 3.8252531072603002, 3.8 * kKinks);
  EXPECT_NEAR(law.cdf(2.0), 0.47190340588677926, kCdf);
  EXPECT_NEAR(law.quantile(0.999), 10.342917321377097, 1e-6);
  EXPECT_EQ(law.cdf(-1e-9), 0.0);
  EXPECT_TRUE(law.atoms().empty());
}

// scipy.stats.lognorm(s=0.5, scale=2): .stats('mvsk'), .cdf(3), .ppf(1e-3); raw moments in closed
// form, E X^k = 2^k exp(k^2 / 8).
TEST(Law, Lognormal) {
  const Law law = Law::lognormal(2.0, 0.5);
  EXPECT_NEAR(law.mean(), 2.2662969061336526, 2.3 * kSmooth);
  EXPECT_NEAR(law.variance(), 1.458783416049546, 1.5 * kSmooth);
  EXPECT_NEAR(law.skewness(), 1.7501896550697178, 1.8 * kSmooth);
  EXPECT_NEAR(law.kurtosis(), 8.898445673784778, 8.9 * kSmooth);
  expect_moment(law, 8, 211959.9370680619, kSmooth);
  EXPECT_NEAR(law.cdf(3.0), 0.7912971266155286, kCdf);
  EXPECT_NEAR(law.quantile(1e-3), 0.42657419166027155, 1e-8);
}

TEST(Law, Uniform) {
  const Law law = Law::uniform(-1.0, 3.0);
  EXPECT_NEAR(law.mean(), 1.0, kSmooth);
  for (const int order : {2, 4, 6, 8}) {
    expect_moment(law, order, std::pow(2.0, order) / (order + 1), kSmooth);
  }
  EXPECT_NEAR(law.cdf(0.2), 0.3, kCdf);
  EXPECT_NEAR(law.quantile(0.25), 0.0, 1e-9);
  EXPECT_EQ(law.cdf(-1.5), 0.0);
  EXPECT_EQ(law.cdf(3.5), 1.0);
  EXPECT_TRUE(law.atoms().empty());
}

// 1 % stuck at 0, 2 % at 25, the rest normal.
TEST(Law, MixtureWithAtoms) {
  const Law law = Law::mixture(
      {{0.01, Law::exact(0.0)}, {0.02, Law::exact(25.0)}, {0.97, Law::normal(10.0, 2.0)}});
  const double mean = 0.5 + 9.7;
  EXPECT_NEAR(law.mean(), mean, mean * kSmooth);
  const double square = 0.02 * 625.0 + 0.97 * 104.0;
  EXPECT_NEAR(law.variance(), square - mean * mean, square * kSmooth);
  EXPECT_NEAR(law.below(25.0), 0.98, kCdf);
  EXPECT_NEAR(law.cdf(25.0), 1.0, kCdf);
  EXPECT_NEAR(law.cdf(10.0), 0.01 + 0.485, kCdf);
  EXPECT_NEAR(law.continuous_cdf(10.0), 0.485, kCdf);
  ASSERT_EQ(law.atoms().size(), 2u);
  EXPECT_NEAR(law.atoms()[1].probability, 0.02, kCdf);
  EXPECT_EQ(law.quantile(0.005), 0.0);
  EXPECT_THROW(Law::mixture({{0.5, Law::exact(0.0)}}), std::logic_error);
}

TEST(Law, AtomsOfPartsJoin) {
  const Law law =
      Law::mixture({{0.25, Law::exact(0.0)}, {0.75, Law::normal(0.0, 1.0).clipped(0.0, 9.0)}});
  ASSERT_EQ(law.atoms().size(), 1u);
  EXPECT_NEAR(law.atoms()[0].probability, 0.625, kCdf);
}

// A rounded normal is a set of atoms, each of the probability of its interval.
TEST(Law, QuantisedNormal) {
  const Law law = Law::normal(0.1, 1.3).then([](double x) { return std::round(x); });
  double mean = 0.0, square = 0.0;
  for (int k = -20; k <= 20; ++k) {
    const double p = normal_cdf((k + 0.4) / 1.3) - normal_cdf((k - 0.6) / 1.3);
    mean += k * p;
    square += k * k * p;
    EXPECT_NEAR(law.cdf(k) - law.below(k), p, kCdf) << k;
  }
  EXPECT_NEAR(law.mean(), mean, kKinks);
  EXPECT_NEAR(law.variance(), square - mean * mean, kKinks * square);
  EXPECT_NEAR(law.continuous_cdf(100.0), 0.0, kCdf);
}

// The square of a normal is chi-squared with 1 degree of freedom; its extremum is smooth.
TEST(Law, SquareOfANormal) {
  const Law law = Law::normal(0.013, 1.0).then([](double x) { return x * x; });
  const double lambda = 0.013 * 0.013;  // noncentrality
  EXPECT_NEAR(law.mean(), 1.0 + lambda, kSmooth);
  EXPECT_NEAR(law.variance(), 2.0 + 4.0 * lambda, 2.0 * kSmooth);
  for (const double x : {1e-6, 0.01, 1.0, 4.0}) {
    const double root = std::sqrt(x);
    EXPECT_NEAR(law.cdf(x), normal_cdf(root - 0.013) - normal_cdf(-root - 0.013), 1e-9) << x;
  }
}

TEST(Law, ExactLawsHaveNoSpread) {
  const Law law = Law::exact(0.3);
  EXPECT_TRUE(law.is_exact());
  EXPECT_DOUBLE_EQ(law.mean(), 0.3);
  EXPECT_EQ(law.variance(), 0.0);
  EXPECT_EQ(law.skewness(), 0.0);
  EXPECT_EQ(law.kurtosis(), 0.0);
  EXPECT_EQ(law.below(0.3), 0.0);
  EXPECT_EQ(law.cdf(0.3), 1.0);
  EXPECT_EQ(law.quantile(0.5), 0.3);
  EXPECT_TRUE(Law::normal(0.0, 0.1).clipped(1.0, 2.0).is_exact());
  EXPECT_FALSE(Law::mixture({{1e-9, law}, {1.0 - 1e-9, Law::exact(1.0)}}).is_exact());
}

// A millisecond each on the slowest machine we know; ten allowed, for busy ones.
TEST(Law, AnswersInMilliseconds) {
  const auto start = std::chrono::steady_clock::now();
  double sum = 0.0;
  for (int i = 0; i < 20; ++i) {
    const Law law = Law::lognormal(1.0, 0.5).clipped(0.1, 2.0 + 0.01 * i);
    for (int order = 2; order <= 8; ++order) sum += law.central_moment(order);
  }
  const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - start;
  std::printf("%.3f ms per law\n", passed.count() / 20);
  EXPECT_GT(sum, 0.0);
  EXPECT_LT(passed.count() / 20, 10.0);
}

}  // namespace
}  // namespace imcbench
