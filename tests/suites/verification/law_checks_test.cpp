// SPDX-License-Identifier: Apache-2.0
// Samples of a law pass, at the stated rate of false alarms; samples of another law fail.
#include "suites/verification/law_checks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "suites/verification/count_checks.h"
#include "tests/suites/verification/support.h"

namespace imcbench {
namespace {

using namespace testing_verification;

constexpr std::uint32_t kRecommended = 65536;

bool cautious(const std::string& quantity) {
  return starts_with(quantity, "share below") || starts_with(quantity, "share above") ||
         starts_with(quantity, "share at") || starts_with(quantity, "distinct") ||
         starts_with(quantity, "Kolmogorov-Smirnov of steps");
}

// kRepetitions times `count` samples h(Z) of the law h(Z): alarms at 1 in 100.
template <class H>
void expect_false_alarms(const H& h, std::uint32_t count, std::size_t quantities) {
  const Law law = Law::of_normal(h);
  FalseAlarms alarms(0.01);
  for (std::uint32_t r = 0; r < kRepetitions; ++r) {
    alarms.add(law_rows("law", mapped(normals(r, count), h), law));
  }
  alarms.expect_alpha(cautious);
  EXPECT_EQ(alarms.quantities(), quantities);
}

// Four moments, four tails, Kolmogorov-Smirnov, distinct values.
TEST(LawRows, FalseAlarmsOfANormalLaw) {
  expect_false_alarms([](double z) { return 25.0 + 1.5 * z; }, 6400, 10);
}

// 64 samples: kurtosis and skewness are left out.
TEST(LawRows, FalseAlarmsOfFewNormals) {
  expect_false_alarms([](double z) { return z; }, 64, 8);
}

// Half of the samples at 0: three moments, one lower and two upper tails, the share at 0,
// Kolmogorov-Smirnov and distinct values.
TEST(LawRows, FalseAlarmsOfAHalfNormalLaw) {
  expect_false_alarms([](double z) { return std::max(0.0, z); }, 4608, 9);
}

TEST(LawRows, FalseAlarmsOfALognormalLaw) {
  expect_false_alarms([](double z) { return 3.0 * std::exp(0.3 * z); }, 2048, 8);
}

// 17 levels: four moments, nothing beyond the ends, Kolmogorov-Smirnov.
TEST(LawRows, FalseAlarmsOfAQuantisedLaw) {
  expect_false_alarms([](double z) { return std::clamp(std::round(z / 0.4), -8.0, 8.0); }, 8192, 7);
}

// The recommended size, at the level of a verification.
TEST(LawRows, RightSamplesPass) {
  const auto z = normals(0, kRecommended);
  EXPECT_TRUE(failures(law_rows("a", z, Law::normal(0.0, 1.0))).empty());
  const auto drifted = mapped(z, [](double x) { return 20.0 * std::exp(-0.4 + 0.05 * x); });
  EXPECT_TRUE(
      failures(law_rows("a", drifted, Law::lognormal(20.0 * std::exp(-0.4), 0.05))).empty());
  const auto u = uniforms(0, kRecommended);
  EXPECT_TRUE(failures(law_rows("a", u, Law::uniform(0.0, 1.0))).empty());
  const auto clipped = mapped(z, [](double x) { return std::clamp(x, -0.1, 2.0); });
  const Law law = Law::normal(0.0, 1.0).clipped(-0.1, 2.0);
  EXPECT_TRUE(failures(law_rows("a", clipped, law)).empty());
  const std::vector<float> floats(z.begin(), z.end());
  EXPECT_EQ(law_rows("a", floats, Law::normal(0.0, 1.0)).size(), 10u);
}

TEST(LawRows, ShiftedMeanFails) {
  const auto x = mapped(normals(1, kRecommended), [](double z) { return z + 0.1; });
  const auto rows = law_rows("a", x, Law::normal(0.0, 1.0));
  EXPECT_TRUE(failed(rows, "mean"));
  EXPECT_TRUE(failed(rows, "Kolmogorov-Smirnov"));
  EXPECT_FALSE(failed(rows, "skewness"));
}

TEST(LawRows, VarianceTenPercentOffFails) {
  for (const double factor : {0.9, 1.1}) {
    const auto x =
        mapped(normals(2, kRecommended), [=](double z) { return z * std::sqrt(factor); });
    const auto rows = law_rows("a", x, Law::normal(0.0, 1.0));
    EXPECT_TRUE(failed(rows, "variance")) << factor;
    EXPECT_FALSE(failed(rows, "mean")) << factor;
    EXPECT_FALSE(failed(rows, "kurtosis")) << factor;
  }
}

TEST(LawRows, TailsCutAtThreeSigmaFail) {
  const auto x = mapped(normals(3, kRecommended), [](double z) { return std::clamp(z, -3., 3.); });
  const auto rows = law_rows("a", x, Law::normal(0.0, 1.0));
  EXPECT_TRUE(failed(rows, "share below"));
  EXPECT_TRUE(failed(rows, "share above"));
  EXPECT_FALSE(failed(rows, "Kolmogorov-Smirnov"));
}

// A law of the right mean and variance but the wrong shape.
TEST(LawRows, WrongShapeFails) {
  const double sigma = 0.2, variance = std::exp(sigma * sigma) * std::expm1(sigma * sigma);
  const auto x = mapped(normals(4, kRecommended), [&](double z) {
    return (std::exp(sigma * z) - std::exp(0.5 * sigma * sigma)) / std::sqrt(variance);
  });
  const auto rows = law_rows("a", x, Law::normal(0.0, 1.0));
  EXPECT_FALSE(failed(rows, "mean"));
  EXPECT_FALSE(failed(rows, "variance"));
  EXPECT_TRUE(failed(rows, "skewness"));
  EXPECT_TRUE(failed(rows, "kurtosis"));
}

TEST(LawRows, FewPatternsFail) {
  auto x = normals(5, kRecommended);
  for (std::size_t i = 999; i < x.size(); ++i) x[i] = x[i % 999];
  EXPECT_TRUE(failed(law_rows("a", x, Law::normal(0.0, 1.0)), "distinct"));
  auto y = normals(6, kRecommended);
  for (std::size_t i = 32768; i < y.size(); ++i) y[i] = y[i - 32768];
  EXPECT_TRUE(failed(law_rows("a", y, Law::normal(0.0, 1.0)), "distinct"));
}

TEST(LawRows, OneNumberForAllFails) {
  const std::vector<double> x(kRecommended, normals(7, 1)[0]);
  const auto rows = law_rows("a", x, Law::normal(0.0, 1.0));
  EXPECT_TRUE(failed(rows, "variance"));
  EXPECT_TRUE(failed(rows, "Kolmogorov-Smirnov"));
  EXPECT_TRUE(failed(rows, "distinct"));
}

// One cell in 1,000 too many at 0, and one value beyond an end that cannot be passed.
TEST(LawRows, WrongAtomsFail) {
  const Law law = Law::mixture({{0.01, Law::exact(0.0)}, {0.99, Law::uniform(1.0, 2.0)}});
  const auto sample = [&](double stuck) {
    auto x = mapped(uniforms(8, kRecommended), [](double u) { return 1.0 + u; });
    const auto which = normals(8, kRecommended);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (normal_cdf(which[i]) < stuck) x[i] = 0.0;
    }
    return x;
  };
  EXPECT_TRUE(failures(law_rows("a", sample(0.01), law)).empty());
  EXPECT_TRUE(failed(law_rows("a", sample(0.013), law), "share at 0"));
  auto beyond = sample(0.01);
  beyond[77] = -0.001;
  EXPECT_EQ(failures(law_rows("a", beyond, law)).front(), "share below 0");
}

TEST(LawRows, LawsOfAtomsAdmitNoOtherValue) {
  const Law law = Law::mixture({{0.5, Law::exact(0.1)}, {0.5, Law::exact(0.7)}});
  auto x = mapped(normals(9, 1024), [](double z) { return z < 0.0 ? 0.1 : 0.7; });  // as floats
  EXPECT_TRUE(failures(law_rows("a", x, law)).empty());
  x[5] = 0.4;
  EXPECT_TRUE(failed(law_rows("a", x, law), "share on no atom"));
}

TEST(LawRows, QuantisedLawsFail) {
  const Law law = Law::normal(0.0, 3.0).then([](double x) { return std::round(x); });
  const auto floored =
      mapped(normals(10, kRecommended), [](double z) { return std::floor(3.0 * z); });
  EXPECT_TRUE(failed(law_rows("a", floored, law), "Kolmogorov-Smirnov of steps"));
}

TEST(LawRows, ExactLaws) {
  const Law law = Law::exact(0.3);
  std::vector<double> x(100, static_cast<double>(0.3f));
  ASSERT_EQ(law_rows("a", x, law).size(), 1u);
  EXPECT_TRUE(law_rows("a", x, law)[0].is_exact());
  EXPECT_TRUE(law_rows("a", x, law)[0].passed(1e-3));
  EXPECT_FALSE(law_rows("a", x, law, {0.0, 1e-9})[0].passed(1e-3));
  x[50] = 0.3001;
  EXPECT_FALSE(law_rows("a", x, law)[0].passed(1e-3));
  EXPECT_EQ(law_rows("a", x, law)[0].value, 0.3001);
  EXPECT_TRUE(law_rows("a", x, law, {0.0, 1e-3})[0].passed(1e-3));
}

TEST(LawRows, SamplesThatAreNotFiniteFail) {
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    auto x = normals(11, 100);
    x[3] = bad;
    const auto rows = law_rows("a", x, Law::normal(0.0, 1.0));
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_FALSE(rows[0].passed(1e-300));
  }
}

TEST(LawRows, OneSampleIsEnough) {
  EXPECT_TRUE(failures(law_rows("a", normals(12, 1), Law::normal(0.0, 1.0))).empty());
  EXPECT_TRUE(failures(law_rows("a", normals(12, 1), Law::lognormal(1.0, 1.5))).empty());
}

// E exp(Z / 2) = exp(1 / 8); the scores of any continuous law are those of the normal beneath.
TEST(Scores, AreTheNormalBeneath) {
  const auto z = normals(13, 1000);
  const auto x = mapped(z, [](double y) { return y < -1.0 ? 0.1 : std::exp(0.5 * y); });
  const Law law = Law::of_normal([](double y) { return y < -1.0 ? 0.1 : std::exp(0.5 * y); });
  const auto u = uniform_scores(x, law), scores = normal_scores(x, law);
  const double atom = normal_cdf(-1.0);
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (z[i] < -1.0) {
      EXPECT_TRUE(std::isnan(scores[i])) << z[i];
      continue;
    }
    EXPECT_NEAR(u[i], (normal_cdf(z[i]) - atom) / (1.0 - atom), 1e-6) << z[i];
    EXPECT_NEAR(normal_cdf(scores[i]), u[i], 1e-9) << z[i];
  }
}

}  // namespace
}  // namespace imcbench
