// SPDX-License-Identifier: Apache-2.0
#include "suites/report/text.h"

#include <cmath>
#include <ctime>

#include "tests/suites/report/scenarios.h"

namespace imcbench::testing {
namespace {

std::string report(const ResultFile& result, const ReportOptions& options = {}) {
  return report_text(result, options);
}

TEST(ReportText, FewScenariosGetABlockManyARow) {
  std::vector<ScenarioResult> scenarios;
  for (std::size_t i = 0; i < kMostBlocks; ++i) {
    scenarios.push_back(scenario_with(fmt::format("o{}", i), alternating(40, 900)));
  }
  const std::string blocks = report(result_with(scenarios));
  expect_contains(blocks, "mlp / o7 on digits test: 40 chips, 1000 samples each");
  scenarios.push_back(scenario_with("o8", alternating(40, 900)));
  const std::string overview = report(result_with(scenarios));
  expect_lacks(overview, "on digits test");
  expect_contains(overview, "mean accuracy [95 %] at each time");
  expect_contains(overview, "o8");
}

// Floating point has 950 of 1000, guessing 100: A* = (x - 0.1) / 0.85, so 99 % is at 941.5.
TEST(ReportText, IsoAccuracyHasThreeVerdicts) {
  const auto verdict = [](std::uint32_t mean, std::size_t chips) {
    return iso_text(figures_of(scenario_with("x", alternating(chips, mean))).times[0]);
  };
  EXPECT_EQ(verdict(948, 100), "equal");
  EXPECT_EQ(verdict(930, 100), "different");
  EXPECT_EQ(verdict(941, 100), "not enough chips");
  EXPECT_EQ(verdict(948, 1), "not enough chips");
  ScenarioResult hopeless = scenario_with("x", alternating(100, 100));
  hopeless.record.fp_correct = 100;
  EXPECT_EQ(iso_text(figures_of(hopeless).times[0]), "-");
}

TEST(ReportText, NormalizedAccuracyFollowsTheMeanAndItsEnds) {
  const TimeFigures f = figures_of(scenario_with("x", alternating(100, 930))).times[0];
  EXPECT_NEAR(f.normalized.value, (0.930 - 0.1) / 0.85, 1e-12);
  EXPECT_NEAR(f.normalized.low, (f.summary.ci_low - 0.1) / 0.85, 1e-12);
  EXPECT_NEAR(f.normalized.high, (f.summary.ci_high - 0.1) / 0.85, 1e-12);
}

// 1000 samples of 4 predictions; losses of 2 and 2.2 nat a prediction.
TEST(ReportText, SeveralPredictionsASampleHaveErrorAndPerplexity) {
  ScenarioResult scenario = scenario_with("x", {2000, 2200});
  scenario.record.predictions_per_sample = 4;
  scenario.record.fp_correct = 3000;
  scenario.record.fp_loss = std::log(5.0);
  scenario.trials.loss_q24 = {8000 * 16777216LL, 8800 * 16777216LL};
  const std::string text = report(result_with({scenario}));
  expect_contains(text, "2 chips, 1000 samples of 4 predictions each");
  expect_contains(text, "75.00 % (error 25.00 %, perplexity 5.00)");
  expect_contains(text, "52.50 [");  // accuracy 2100 / 4000
  expect_contains(text, "47.50  8.17 [");
  const auto row = report_json(result_with({scenario}), {})["scenarios"][0];
  EXPECT_EQ(row["samples"], 1000);
  EXPECT_EQ(row["predictions_per_sample"], 4);
  EXPECT_NEAR(row["perplexity"], std::exp(2.1), 1e-12);
  // Student with one degree of freedom: 12.7062 standard errors of 0.1 nat.
  EXPECT_NEAR(row["perplexity_high"], std::exp(2.1 + 1.27062), 1e-3);
  EXPECT_NEAR(row["fp_perplexity"], 5.0, 1e-12);
  const auto one = report_json(result_with({scenario_with("x", {900, 910})}), {})["scenarios"][0];
  EXPECT_TRUE(one["perplexity"].is_null());
}

TEST(ReportText, SettingsRuleAndReasonAreShown) {
  ScenarioResult scenario = scenario_with("x", alternating(40, 900));
  scenario.record.settings = "output_noise.sigma = 0.1\nsamples = 1000\n";
  scenario.record.stopping_rule = "time budget 60 s";
  scenario.record.stopping_reason = "";
  const std::string text = report(result_with({scenario}));
  expect_contains(text, "settings: output_noise.sigma = 0.1, samples = 1000\n");
  expect_contains(text, "stopping: time budget 60 s; not reached\n");
}

// Ratio of half widths at 200 chips: 1.56, from the table in confidence_sequence.h.
TEST(ReportText, ARunThatWatchedItsIntervalGetsAnAnytimeValidOne) {
  ScenarioResult scenario = scenario_with("x", alternating(200, 900));
  expect_lacks(report(result_with({scenario})), "anytime");
  scenario.record.stopping_rule = "half-width 0.001 of the mean accuracy, sequence normal_mixture";
  expect_contains(report(result_with({scenario})), "anytime 95 %");
  const TimeFigures f = figures_of(scenario).times[0];
  EXPECT_NEAR((f.accuracy.high - f.accuracy.low) / (f.summary.ci_high - f.summary.ci_low), 1.56,
              0.01);
  scenario.record.stopping_rule = "half-width 0.001 of the mean accuracy, sequence betting";
  EXPECT_GT(figures_of(scenario).times[0].accuracy.high, f.accuracy.high);
}

TEST(ReportText, ComparisonsAreAgainstTheFirstScenarioOfTheModel) {
  const auto counts = alternating(40, 900);
  ScenarioResult of_study = scenario_with("z", counts);
  of_study.record.study = "tolerance";
  const std::vector<ComparisonRow> rows = comparisons_within(
      result_with({scenario_with("x", counts), scenario_with("y", alternating(40, 905)), of_study}),
      false);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].scenario->optimization, "y");
  EXPECT_EQ(rows[0].first->optimization, "x");
  EXPECT_NEAR(rows[0].paired.paired.value, 0.005, 1e-15);
  EXPECT_DOUBLE_EQ(rows[0].paired.sign.p_value, std::ldexp(1.0, -39));  // 2 / 2^40
}

TEST(ReportText, ComponentsNeedBits) {
  expect_lacks(report(make_result({0, 1, 2, 3}, false)), "new test samples");
  const ResultFile with_bits = make_result({0, 1, 2, 3}, true);
  expect_contains(report(with_bits), "new test samples [95 %]");
  const ComponentsRow row = components_of(with_bits).at(0);
  const PopulationSummary s = figures_of(with_bits.scenarios[0]).times[0].summary;
  EXPECT_NEAR(row.these_samples.low, s.ci_low, 1e-12);  // the same interval, from the bits
  EXPECT_LT(row.new_samples.low, row.these_samples.low);
}

TEST(ReportText, AnUnknownStudyIsNamedAndKeptInJson) {
  ResultFile result = result_with({scenario_with("x", alternating(40, 900))});
  result.studies = {{"horoscope", "{\"sign\": \"ram\"}"}};
  expect_contains(report(result), "does not know the study 'horoscope'");
  EXPECT_EQ(report_json(result, {})["studies"]["horoscope"]["sign"], "ram");
}

TEST(ReportText, JsonHasTheSectionsAndNullsForUndefinedFigures) {
  const auto json = report_json(result_with({scenario_with("x", {900})}), {});
  for (const char* key : {"scenarios", "comparisons", "claims", "components", "studies"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_TRUE(json["scenarios"][0]["ci_low"].is_null());
  EXPECT_EQ(json["scenarios"][0]["accuracy_mean"], 0.9);
}

ResultFile big_result(int scenarios, std::uint32_t chip_count) {
  std::vector<std::uint32_t> chips(chip_count);
  for (std::uint32_t c = 0; c < chip_count; ++c) chips[c] = c;
  ResultFile big{make_provenance(), {}, {}};
  for (int i = 0; i < scenarios; ++i) {
    ScenarioRecord record = make_record("mlp", 500, 5);
    record.optimization = fmt::format("o{}", i);
    record.study = "sweep";
    record.canonical_text += record.optimization;
    record.sha256 = sha256_hex(record.canonical_text);
    big.scenarios.push_back({record, make_trials(record, chips, true)});
  }
  return big;
}

// Processor time, so that a busy machine changes nothing. 100,000 trial-times with their bits, few
// large scenarios and many small ones.
TEST(ReportText, AHundredThousandTrialTimesAreReportedWhole) {
  const TempFolder folder;
  for (const auto& [scenarios, chips] :
       {std::pair{2, 10000u}, std::pair{4, 5000u}, std::pair{100, 200u}}) {
    const std::string path = folder.file(fmt::format("{}.h5", scenarios));
    write_result(path, big_result(scenarios, chips));
    const std::clock_t start = std::clock();
    const std::string text = report(read_result(path), {{{0.99, 0.85}}, 0.95, false});
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    RecordProperty(fmt::format("seconds_{}", scenarios), fmt::format("{:.3f}", seconds));
    expect_contains(text, "paired comparisons");
    expect_contains(text, "new test samples");
  }
}

}  // namespace
}  // namespace imcbench::testing
