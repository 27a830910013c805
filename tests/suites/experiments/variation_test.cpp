// SPDX-License-Identifier: Apache-2.0
// Factors: values against scipy, addresses against the oracle's Philox (tests/oracle/streams.py),
// independence between sets, parameters and rows.
#include "suites/experiments/variation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace imcbench {

namespace {

constexpr std::uint64_t kSeed = 2023;

Factor uniform(double a, double b) { return {"output_noise.sigma", FactorLaw::uniform, a, b}; }

Variation two_factors(const std::string& set_0 = "A", const std::string& set_1 = "A") {
  Variation v;
  v.factors = {{"output_noise.sigma", FactorLaw::normal, 0.04, 0.01},
               {"input_noise.sigma", FactorLaw::uniform, 0.0, 0.08}};
  v.draw_sets = {set_0, set_1};
  return v;
}

TEST(FactorValue, agrees_with_scipy) {
  // scipy.stats.uniform(0.01, 0.07), norm(0.04, 0.01), lognorm(0.3, scale=0.05): ppf(norm.cdf(z)).
  const Factor u = uniform(0.01, 0.08);
  EXPECT_NEAR(factor_value(u, -6.0), 0.010000000069061135, 1e-17);
  EXPECT_NEAR(factor_value(u, -2.5), 0.010434676572804329, 1e-16);
  EXPECT_NEAR(factor_value(u, -1.0), 0.021105867775201997, 1e-16);
  EXPECT_NEAR(factor_value(u, 0.0), 0.045, 1e-16);
  EXPECT_NEAR(factor_value(u, 0.3), 0.053253799553226684, 1e-16);
  EXPECT_NEAR(factor_value(u, 1.96), 0.07825014733962457, 1e-16);
  EXPECT_NEAR(factor_value(u, 6.0), 0.07999999993093886, 1e-16);
  const Factor n{"output_noise.sigma", FactorLaw::normal, 0.04, 0.01};
  EXPECT_NEAR(factor_value(n, -1.5), 0.025, 1e-16);
  EXPECT_NEAR(factor_value(n, 2.0), 0.06, 1e-16);
  const Factor l{"output_noise.sigma", FactorLaw::lognormal, 0.05, 0.3};
  EXPECT_NEAR(factor_value(l, -1.5), 0.031881407581088664, 1e-16);
  EXPECT_NEAR(factor_value(l, 0.0), 0.05, 1e-16);
  EXPECT_NEAR(factor_value(l, 2.0), 0.09110594001952546, 1e-16);
}

TEST(FactorValue, is_cut_to_the_declared_range) {
  EXPECT_EQ(factor_value({"output_noise.sigma", FactorLaw::normal, 0.01, 0.02}, -3.0), 0.0);
  EXPECT_EQ(factor_value({"output_noise.sigma", FactorLaw::lognormal, 1.0, 3.0}, 6.0), 100.0);
}

TEST(FactorValue, of_the_uniform_law_never_leaves_it) {
  for (const double z : {-40.0, -6.34, 6.34, 40.0}) {
    EXPECT_GE(factor_value(uniform(0.1, 0.3), z), 0.1);
    EXPECT_LE(factor_value(uniform(0.1, 0.3), z), 0.3);
  }
}

// Normals at the addresses, from tests/oracle/streams.py: ndtri((word + 1/2) / 2^32).
TEST(FactorNormals, lie_at_their_addresses) {
  const auto a = [](std::uint32_t chip) { return factor_normals(two_factors(), kSeed, chip); };
  EXPECT_NEAR(a(0)[0], -0.6768582852303459, 1e-6);
  EXPECT_NEAR(a(1)[0], -1.0768442318804936, 1e-6);
  EXPECT_NEAR(a(77)[0], -0.8492843776308996, 1e-6);
  EXPECT_NEAR(a(0)[1], -1.0781196891401268, 1e-6);
  EXPECT_NEAR(a(77)[1], -0.8835675891472567, 1e-6);
  const auto b = [](std::uint32_t chip) {
    return factor_normals(two_factors("B", "B"), kSeed, chip);
  };
  EXPECT_NEAR(b(0)[0], 1.6614371690257426, 1e-6);
  EXPECT_NEAR(b(1)[1], 0.5529278580876943, 1e-6);
}

TEST(FactorValues, are_equal_at_equal_set_parameter_and_row) {
  Variation swapped = two_factors("B", "A");
  std::swap(swapped.factors[0], swapped.factors[1]);
  std::swap(swapped.draw_sets[0], swapped.draw_sets[1]);  // now: input from A, output from B
  const Variation mixed = two_factors("B", "A");
  for (std::uint32_t row = 0; row < 100; ++row) {
    const std::vector<double> here = factor_values(mixed, kSeed, row);
    EXPECT_EQ(here, factor_values(mixed, kSeed, row + 3 * kDesignRows));  // another block
    const std::vector<double> there = factor_values(swapped, kSeed, row);
    EXPECT_EQ(here[0], there[1]);
    EXPECT_EQ(here[1], there[0]);
    EXPECT_EQ(here[1], factor_values(two_factors("A", "A"), kSeed, row)[1]);
    EXPECT_NE(here[0], factor_values(two_factors("A", "A"), kSeed, row)[0]);
    EXPECT_NE(here[0], factor_values(mixed, kSeed + 1, row)[0]);
  }
}

// 20,000 rows; each figure within 4.5 standard errors. False-alarm rate 7e-6 a figure, 14 of them;
// the seed is fixed.
TEST(FactorNormals, are_independent_standard_normals) {
  constexpr std::uint32_t kRows = 20'000;
  std::vector<std::vector<double>> z(5);  // A/0, A/1, B/0, B/1, A/0 of the next row
  for (std::uint32_t row = 0; row < kRows; ++row) {
    const std::vector<double> a = factor_normals(two_factors(), kSeed, row);
    const std::vector<double> b = factor_normals(two_factors("B", "B"), kSeed, row);
    const double next = factor_normals(two_factors(), kSeed, row + 1)[0];
    const double here[] = {a[0], a[1], b[0], b[1], next};
    for (std::size_t i = 0; i < 5; ++i) z[i].push_back(here[i]);
  }
  const double root = std::sqrt(double{kRows});
  for (std::size_t i = 0; i < 4; ++i) {
    double sum = 0, squares = 0;
    for (const double x : z[i]) sum += x, squares += x * x;
    EXPECT_LT(std::fabs(sum / root), 4.5) << i;
    EXPECT_LT(std::fabs((squares - kRows) / (root * std::sqrt(2.0))), 4.5) << i;
  }
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double product = 0;
      for (std::uint32_t row = 0; row < kRows; ++row) product += z[i][row] * z[j][row];
      EXPECT_LT(std::fabs(product / root), 4.5) << i << " " << j;
    }
  }
}

TEST(Proposal, shifts_all_chips_but_the_nominal_share) {
  Variation shifted = two_factors();
  shifted.shift = {2.0, -1.0};
  shifted.nominal_share = 0.4;
  // Uniforms of variation/proposal at rows 0 to 5, from tests/oracle/streams.py:
  // 0.753, 0.357, 0.465, 0.581, 0.038, 0.347.
  const bool nominal[] = {false, true, false, false, true, true};
  for (std::uint32_t row = 0; row < 6; ++row) {
    const std::vector<double> plain = factor_normals(two_factors(), kSeed, row);
    const std::vector<double> moved = factor_normals(shifted, kSeed, row);
    EXPECT_EQ(moved[0], plain[0] + (nominal[row] ? 0.0 : 2.0)) << row;
    EXPECT_EQ(moved[1], plain[1] - (nominal[row] ? 0.0 : 1.0)) << row;
  }
}

TEST(Variation, text_names_everything_that_decides_the_values) {
  Variation v = two_factors("A", "B");
  EXPECT_EQ(v.text(),
            "output_noise.sigma ~ normal(0.04, 0.01), draws A\n"
            "input_noise.sigma ~ uniform(0, 0.08), draws B\n");
  v.shift = {1.5, 0};
  v.nominal_share = 0.1;
  EXPECT_NE(v.text().find("proposal: shift (1.5, 0), nominal share 0.1\n"), std::string::npos);
  EXPECT_EQ(Variation{}.text(), "");
}

}  // namespace

}  // namespace imcbench
