// SPDX-License-Identifier: Apache-2.0
// A small run and its output file.
#pragma once

#include "results/journal.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {

using Chips = std::vector<std::uint32_t>;
using Names = std::vector<std::string>;

class JournalTest : public ::testing::Test {
 protected:
  JournalTest() = default;
  explicit JournalTest(const std::filesystem::path& root) : folder_(root) {}

  std::string file() const { return folder_.file("run.h5"); }
  std::string parts() const { return folder_.file("run.h5.parts"); }
  Names files() const { return folder_.names(); }
  std::string other_file(const char* name) const { return folder_.file(name); }

  Names shards() const {
    Names names;
    for (const auto& entry : std::filesystem::directory_iterator(parts())) {
      if (entry.path().extension() == ".h5") names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  static std::vector<ScenarioRecord> plan(std::uint32_t chips = 4) {
    std::vector<ScenarioRecord> records = make_records();
    for (ScenarioRecord& record : records) record.planned_chips = chips;
    return records;
  }
  Journal open(JournalMode mode) const { return Journal(file(), make_provenance(), plan(), mode); }
  static void seal(Journal& journal, std::size_t scenario, const Chips& chips) {
    journal.seal(scenario, make_trials(plan()[scenario], chips));
  }
  // Leaves a run behind as a killed process would: scenario 0 has chips 0 to 2, scenario 1 chip 1.
  void leave_unfinished() const {
    Journal journal = open(JournalMode::fresh);
    seal(journal, 0, {2});
    seal(journal, 1, {1});
    seal(journal, 0, {0, 1});
  }
  void expect_file_holds(const Chips& chips) const {
    ResultFile expected = make_result(chips);
    const ResultFile result = read_result(file());
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_TRUE(result.scenarios[i].trials == expected.scenarios[i].trials) << i;
    }
  }

 private:
  TempFolder folder_;
};

}  // namespace imcbench::testing
