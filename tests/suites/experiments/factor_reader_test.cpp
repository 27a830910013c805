// SPDX-License-Identifier: Apache-2.0
// Factors in a suite file: what is read and what is refused, with its place.
#include "suites/experiments/factor_reader.h"

#include <gtest/gtest.h>

#include "tests/suites/experiments/factor_file.h"

namespace imcbench {

namespace {

std::string factor(const std::string& keys) { return "[[variance.factor]]\n" + keys; }

std::vector<Factor> read(const std::string& text) {
  std::vector<Factor> factors;
  test::with_table(text, "variance", [&](TomlTable table) {
    factors = read_factors(table, test::two_model_suite());
  });
  return factors;
}

std::string refusal(const std::string& text) {
  return test::complaint(text, "variance",
                         [](TomlTable table) { read_factors(table, test::two_model_suite()); });
}

TEST(ReadFactors, reads_every_law_in_order) {
  const std::vector<Factor> factors =
      read(factor("parameter = 'output_noise.sigma'\nlaw = 'uniform'\nfrom = 0\nto = 0.08\n") +
           factor("parameter = 'ir_drop.scale'\nlaw = 'lognormal'\nmedian = 1\nsigma = 0.3\n") +
           factor("parameter = 'pcm_drift.scale'\nlaw = 'normal'\nmean = 1\nsigma = 0.1\n"));
  ASSERT_EQ(factors.size(), 3u);
  EXPECT_EQ(factors[0].text(), "output_noise.sigma ~ uniform(0, 0.08)");
  EXPECT_EQ(factors[1].text(), "ir_drop.scale ~ lognormal(1, 0.3)");
  EXPECT_EQ(factors[2].text(), "pcm_drift.scale ~ normal(1, 0.1)");
}

TEST(ReadFactors, names_the_nearest_parameter) {
  EXPECT_EQ(refusal(factor("parameter = 'output_noise.sigm'\nlaw = 'uniform'\nfrom = 0\nto = 1\n")),
            "suite.toml:2:13: unknown parameter 'output_noise.sigm'; did you mean "
            "'output_noise.sigma'?");
  EXPECT_EQ(refusal(factor("parameter = 'outputnoise.sigma'\nlaw = 'uniform'\nfrom = 0\nto = 1\n")),
            "suite.toml:2:13: unknown parameter 'outputnoise.sigma'; did you mean "
            "'output_noise.sigma'?");
}

TEST(ReadFactors, refuses_what_is_no_real_number) {
  EXPECT_EQ(refusal(factor("parameter = 'adc.steps'\nlaw = 'uniform'\nfrom = 4\nto = 9\n")),
            "suite.toml:2:13: 'adc.steps' is no real number; a factor must be one");
}

TEST(ReadFactors, refuses_a_stage_that_is_off) {
  EXPECT_EQ(
      refusal(factor("parameter = 'retention.beta'\nlaw = 'normal'\nmean = 1\nsigma = 1\n")),
      "suite.toml:2:13: 'retention' is switched off in this suite, so 'retention.beta' changes "
      "nothing; a table [hardware.retention] switches it on");
}

TEST(ReadFactors, refuses_unknown_laws_and_the_keys_of_another_law) {
  const std::string start = factor("parameter = 'output_noise.sigma'\n");
  EXPECT_EQ(refusal(start + "law = 'unifrom'\nfrom = 0\nto = 1\n"),
            "suite.toml:3:7: 'law' = 'unifrom' is unknown; did you mean 'uniform'?");
  EXPECT_EQ(refusal(start + "law = 'normal'\nmean = 1\nsigma = 1\nto = 1\n"),
            "suite.toml:6:1: unknown key of a factor with law 'normal': 'to'; valid: law, mean, "
            "parameter, sigma");
  EXPECT_EQ(refusal(start + "law = 'normal'\nmean = 1\n"), "suite.toml:1:1: 'sigma' is missing");
}

TEST(ReadFactors, refuses_numbers_out_of_range) {
  const std::string start = factor("parameter = 'output_noise.sigma'\n");
  EXPECT_EQ(refusal(start + "law = 'uniform'\nfrom = -0.1\nto = 1\n"),
            "suite.toml:4:8: 'from' = -0.1 is out of range; allowed: 0 to 100");
  EXPECT_EQ(refusal(start + "law = 'uniform'\nfrom = 0\nto = 101\n"),
            "suite.toml:5:6: 'to' = 101 is out of range; allowed: 0 to 100");
  EXPECT_EQ(refusal(start + "law = 'uniform'\nfrom = 0.5\nto = 0.5\n"),
            "suite.toml:5:6: 'to' = 0.5 must be above 'from' = 0.5");
  EXPECT_EQ(refusal(start + "law = 'lognormal'\nmedian = 0\nsigma = 1\n"),
            "suite.toml:4:10: 'median' = 0 must be above 0");
  EXPECT_EQ(refusal(start + "law = 'normal'\nmean = 1\nsigma = 0\n"),
            "suite.toml:5:9: 'sigma' must be above 0: a parameter that does not vary is no factor");
}

TEST(ReadFactors, refuses_none_too_many_and_repeats) {
  EXPECT_EQ(refusal("[variance]\n"), "suite.toml:1:1: 'factor' is missing");
  const std::string one =
      factor("parameter = 'output_noise.sigma'\nlaw = 'uniform'\nfrom = 0\nto = 0.08\n");
  EXPECT_EQ(refusal(one + one), "suite.toml:1:1: 'output_noise.sigma' is a factor twice");
  std::string many;
  for (int i = 0; i < 11; ++i) many += one;
  EXPECT_EQ(refusal(many), "suite.toml:1:1: 11 factors; at most 10 are allowed");
}

TEST(ReadFactors, refuses_laws_whose_values_do_not_go_together) {
  const std::string message =
      refusal(factor("parameter = 'mapping.g_min_uS'\nlaw = 'uniform'\nfrom = 0\nto = 30\n"));
  EXPECT_NE(message.find("values that the factors' laws can give"), std::string::npos) << message;
}

}  // namespace

}  // namespace imcbench
