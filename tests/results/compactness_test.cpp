// SPDX-License-Identifier: Apache-2.0
// Result files stay small: bytes per trial-time (one chip at one time), without per-sample bits.
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

// 20,000 chips at 5 times, 500 samples: chips differ for good, accuracy falls with time, counts are
// binomial around that, and the loss follows the accuracy with a spread of its own.
ResultFile large_result() {
  ResultFile result{make_provenance(), {}};
  const ScenarioRecord record = make_record("lenet", 500, 5);
  std::mt19937_64 random(20251105);
  std::normal_distribution<double> normal;
  Trials trials;
  for (std::uint32_t chip = 0; chip < 20000; ++chip) {
    trials.chip.push_back(chip);
    const double quality = normal(random);
    for (int t = 0; t < 5; ++t) {
      const double accuracy = std::clamp(0.92 - 0.01 * t + 0.01 * quality, 0.0, 1.0);
      trials.correct.push_back(std::binomial_distribution<std::uint32_t>(500, accuracy)(random));
      trials.rejected.push_back(0);
      const double loss = 0.35 + 0.03 * t - 0.02 * quality + 0.015 * normal(random);  // nat
      trials.loss_q24.push_back(std::llround(loss * 500 * kLossScale));
    }
  }
  result.scenarios.push_back({record, std::move(trials)});
  return result;
}

double bytes_per_trial_time(const ResultFile& result) {
  const TempFolder folder;
  write_result(folder.file("r.h5"), result);
  expect_equal(read_result(folder.file("r.h5")), result);
  double trial_times = 0;
  for (const ScenarioResult& scenario : result.scenarios) {
    trial_times += static_cast<double>(scenario.trials.correct.size());
  }
  return static_cast<double>(std::filesystem::file_size(folder.file("r.h5"))) / trial_times;
}

// The counts alone carry 0.6 bytes and the loss 3.6 (log2 of their spreads), so 5 is near the
// least.
TEST(Compactness, ATrialTimeTakesLessThanFiveBytes) {
  const double bytes = bytes_per_trial_time(large_result());
  RecordProperty("bytes_per_trial_time", std::to_string(bytes));
  EXPECT_LT(bytes, 5.0);
}

// Chips of a variance design come in no particular pattern and bring three factors each.
TEST(Compactness, FactorsOfEveryChipStillFitIntoTenBytes) {
  ResultFile result = large_result();
  ScenarioResult& scenario = result.scenarios[0];
  scenario.record = with_factors(scenario.record);
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 0.08);
  for (std::uint32_t& chip : scenario.trials.chip) {
    chip = (chip / 256 << 24) + chip % 256;
    for (int k = 0; k < 3; ++k) scenario.trials.factor.push_back(uniform(random));
  }
  const double bytes = bytes_per_trial_time(result);
  RecordProperty("bytes_per_trial_time", std::to_string(bytes));
  EXPECT_LT(bytes, 10.0);
}

// Many scenarios of a sweep with few chips each: what does not depend on the chips counts.
TEST(Compactness, AScenarioOfFewChipsTakesLessThanNineKibibytes) {
  ResultFile result{make_provenance(), {}};
  for (int i = 0; i < 200; ++i) {
    const ScenarioRecord record = make_record("model " + std::to_string(i), 500, 5);
    result.scenarios.push_back({record, make_trials(record, {0, 1, 2, 3, 4, 5, 6, 7})});
  }
  const TempFolder folder;
  write_result(folder.file("r.h5"), result);
  EXPECT_LT(std::filesystem::file_size(folder.file("r.h5")), 200u * 9u * 1024u);
}

}  // namespace
}  // namespace imcbench::testing
