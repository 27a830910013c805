// SPDX-License-Identifier: Apache-2.0
// Results with chosen counts, for tests of the report and of what compares results.
#pragma once

#include "tests/results/fixtures.h"

namespace imcbench::testing {

// Chips 0, 1, ... with `correct` right answers of 1000 at one time, 86400 s.
inline ScenarioResult scenario_with(const std::string& optimization,
                                    const std::vector<std::uint32_t>& correct,
                                    std::uint32_t first_chip = 0) {
  ScenarioResult scenario;
  scenario.record = make_record("mlp", 1000, 1);
  scenario.record.optimization = optimization;
  scenario.record.settings = scenario.record.factors = scenario.record.study = "";
  scenario.record.canonical_text += "optimization = " + optimization + "\n";
  scenario.record.sha256 = sha256_hex(scenario.record.canonical_text);
  scenario.record.time_s = {86400};
  scenario.record.stopping_reason = "reached its chips";
  for (std::size_t c = 0; c < correct.size(); ++c) {
    scenario.trials.chip.push_back(first_chip + static_cast<std::uint32_t>(c));
  }
  scenario.trials.correct = correct;
  scenario.trials.loss_q24.assign(correct.size(), 0);
  scenario.trials.rejected.assign(correct.size(), 0);
  return scenario;
}

inline ResultFile result_with(std::vector<ScenarioResult> scenarios) {
  return {make_provenance(), std::move(scenarios), {}};
}

// `chips` counts with the given mean: mean - 8, mean + 8, mean - 8, ...
inline std::vector<std::uint32_t> alternating(std::size_t chips, std::uint32_t mean) {
  std::vector<std::uint32_t> counts;
  for (std::size_t c = 0; c < chips; ++c) counts.push_back(c % 2 == 0 ? mean - 8 : mean + 8);
  return counts;
}

inline void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text << "\nmust contain: " << part;
}

inline void expect_lacks(const std::string& text, const std::string& part) {
  EXPECT_EQ(text.find(part), std::string::npos) << text << "\nmust not contain: " << part;
}

}  // namespace imcbench::testing
