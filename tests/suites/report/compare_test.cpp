// SPDX-License-Identifier: Apache-2.0
#include "suites/report/compare.h"

#include "tests/suites/report/scenarios.h"

namespace imcbench::testing {
namespace {

std::vector<std::uint32_t> shifted(std::vector<std::uint32_t> counts, std::uint32_t by) {
  for (std::uint32_t& count : counts) count += by;
  return counts;
}

TEST(Compare, SharedChipsArePairedSoThatTheirSpreadCancels) {
  const auto counts = alternating(10, 900);
  const ResultFile a = result_with({scenario_with("x", counts)});
  const ResultFile b = result_with({scenario_with("x", shifted(counts, 10))});
  const Comparison comparison = compare_files(a, b, {});
  ASSERT_EQ(comparison.rows.size(), 1u);
  EXPECT_TRUE(comparison.rows[0].paired);
  EXPECT_NEAR(comparison.rows[0].difference.value, 0.010, 1e-15);
  EXPECT_NEAR(comparison.rows[0].difference.low, 0.010, 1e-12);
  EXPECT_EQ(overall(comparison), Verdict::different);
  expect_contains(comparison_text(comparison, {}), "10 shared: paired");
}

TEST(Compare, OnlySharedChipsArePaired) {
  const ResultFile a = result_with({scenario_with("x", alternating(10, 900))});
  const ResultFile b = result_with({scenario_with("x", alternating(10, 900), 6)});
  EXPECT_EQ(compare_files(a, b, {}).rows[0].chips_a, 4u);
}

// Welch of two groups of equal size n and spread s: half width t(2n - 2) s sqrt(2 / n); with n =
// 10, s = 0.008 sqrt(10 / 9) and t(18, 0.975) = 2.10092204024096 that is 0.0079231.
TEST(Compare, OtherChipsAreNotPairedAndItSaysSo) {
  ResultFile a = result_with({scenario_with("x", alternating(10, 900))});
  ResultFile b = result_with({scenario_with("x", alternating(10, 920), 100)});
  for (const bool other_seed : {false, true}) {
    if (other_seed) {
      b.scenarios[0].trials.chip = a.scenarios[0].trials.chip;
      b.provenance.seed = 1;
    }
    const Comparison comparison = compare_files(a, b, {});
    const CompareRow& row = comparison.rows.at(0);
    EXPECT_FALSE(row.paired);
    EXPECT_NEAR(row.difference.value, 0.020, 1e-15);
    EXPECT_NEAR(row.difference.high - row.difference.value,
                2.10092204024096 * 0.008 * std::sqrt(10.0 / 9.0) * std::sqrt(0.2), 1e-12);
    EXPECT_EQ(row.verdict, Verdict::different);
    expect_contains(comparison_text(comparison, {}), "not shared: Welch");
  }
}

TEST(Compare, ThreeVerdictsByTheMargin) {
  const ResultFile a = result_with({scenario_with("x", alternating(10, 900))});
  const ResultFile b = result_with({scenario_with("x", alternating(10, 900), 100)});
  EXPECT_EQ(overall(compare_files(a, b, {0.0079, {}})), Verdict::not_enough_chips);
  EXPECT_EQ(overall(compare_files(a, b, {0.0080, {}})), Verdict::equal);
}

TEST(Compare, SeveralScenariosMatchByModelOptimizationAndSettings) {
  ScenarioResult changed = scenario_with("x", alternating(10, 800));
  changed.record.settings = "output_noise.sigma = 0.1";
  changed.record.sha256 = std::string(64, 'c');
  ScenarioResult other = scenario_with("y", alternating(10, 900));
  other.record.sha256 = std::string(64, 'd');
  const ResultFile a = result_with({scenario_with("x", alternating(10, 900)), changed});
  const ResultFile b = result_with({changed, other});
  const Comparison comparison = compare_files(a, b, {});
  ASSERT_EQ(comparison.rows.size(), 1u);
  EXPECT_EQ(comparison.rows[0].a->settings, "output_noise.sigma = 0.1");
  EXPECT_EQ(comparison.rows[0].difference.value, 0.0);
  ASSERT_EQ(comparison.unmatched.size(), 2u);
  EXPECT_EQ(comparison.unmatched[0], "mlp / x: only in the first file");
  EXPECT_EQ(comparison.unmatched[1], "mlp / y: only in the second file");
}

TEST(Compare, WhatSimulatesTheSameMatchesFirstAndStudiesDoNotTakePart) {
  ScenarioResult plain = scenario_with("x", alternating(10, 900));
  ScenarioResult swept = scenario_with("x", alternating(10, 900));
  swept.record.settings = "output_noise.sigma = 0.04";  // which is what it was anyway
  ScenarioResult drawn = scenario_with("x", alternating(10, 500));
  drawn.record.study = "variance";
  drawn.record.sha256 = std::string(64, 'e');
  ScenarioResult more = scenario_with("x", alternating(10, 700));
  more.record.sha256 = std::string(64, 'f');
  const ResultFile a = result_with({plain, drawn}), b = result_with({drawn, more, swept});
  const Comparison comparison = compare_files(a, b, {});
  ASSERT_EQ(comparison.rows.size(), 1u);
  EXPECT_EQ(comparison.rows[0].b->settings, "output_noise.sigma = 0.04");
  EXPECT_EQ(comparison.rows[0].difference.value, 0.0);
  EXPECT_EQ(comparison.unmatched, std::vector<std::string>{"mlp / x: only in the second file"});
}

TEST(Compare, OneScenarioEachMatchesByPosition) {
  const ResultFile a = result_with({scenario_with("x", alternating(10, 900))});
  const ResultFile b = result_with({scenario_with("y", alternating(10, 900))});
  expect_contains(comparison_text(compare_files(a, b, {}), {}), "mlp / x -> mlp / y");
}

TEST(Compare, WhatCannotBeComparedIsRefusedWithTheReason) {
  const ResultFile a = result_with({scenario_with("x", alternating(10, 900))});
  const auto refuse = [&](const std::function<void(ScenarioRecord&)>& change, const char* reason) {
    ResultFile b = a;
    change(b.scenarios[0].record);
    expect_input_error([&] { compare_files(a, b, {}); }, {"nothing to compare", reason});
  };
  refuse([](auto& r) { r.samples = 2000; }, "the samples differ: 1000, 2000");
  refuse([](auto& r) { r.model = "lenet"; }, "the models differ: mlp, lenet");
  refuse([](auto& r) { r.split = "train"; }, "the data differ: digits test, digits train");
  refuse([](auto& r) { r.data_sha256 = sha256_hex("other"); }, "the files of digits differ");
  refuse([](auto& r) { r.time_s = {1}; }, "the first file has 86400 s, the second 1 s");
  expect_input_error([&] { compare_files(a, a, {0.005, 3600.0}); }, {"no time_s = 3600 in both"});
}

TEST(Compare, PValuesAreAdjustedOverAllRows) {
  ResultFile a = result_with(
      {scenario_with("x", alternating(10, 900)), scenario_with("y", alternating(10, 900))});
  ResultFile b = result_with({scenario_with("x", alternating(10, 905), 100),
                              scenario_with("y", alternating(10, 906), 100)});
  const Comparison comparison = compare_files(a, b, {});
  const double x = comparison.rows[0].difference.p_value, y = comparison.rows[1].difference.p_value;
  ASSERT_LT(y, x);
  EXPECT_DOUBLE_EQ(comparison.rows[1].p_adjusted, 2 * y);
  EXPECT_DOUBLE_EQ(comparison.rows[0].p_adjusted, std::max(x, 2 * y));
}

}  // namespace
}  // namespace imcbench::testing
