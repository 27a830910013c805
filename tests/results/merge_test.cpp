// SPDX-License-Identifier: Apache-2.0
#include "results/merge.h"

#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

class Merge : public ::testing::Test {
 protected:
  std::string write(const char* name, const ResultFile& result) {
    write_result(folder_.file(name), result);
    return folder_.file(name);
  }
  // The message of merging good chips 0, 1 with a file that `change` altered.
  void expect_refused(const std::function<void(ResultFile&)>& change,
                      const std::vector<std::string>& texts) {
    ResultFile other = make_result({2, 3});
    change(other);
    const std::vector<std::string> paths = {write("a.h5", make_result({0, 1})),
                                            write("b.h5", other)};
    expect_input_error([&] { merge_results(paths); }, texts);
  }

 private:
  TempFolder folder_;
};

TEST_F(Merge, InterleavedChipsBecomeOneResultInAnyOrderOfFiles) {
  for (const bool with_bits : {false, true}) {
    std::vector<std::string> paths = {write("a.h5", make_result({1, 4, 9}, with_bits)),
                                      write("b.h5", make_result({0, 5, 7, 11}, with_bits)),
                                      write("c.h5", make_result({2}, with_bits))};
    std::sort(paths.begin(), paths.end());
    ResultFile expected = make_result({0, 1, 2, 4, 5, 7, 9, 11}, with_bits);
    for (ScenarioResult& scenario : expected.scenarios) scenario.record.planned_chips = 12;
    do {
      expect_equal(merge_results(paths).result, expected);
    } while (std::next_permutation(paths.begin(), paths.end()));
  }
}

TEST_F(Merge, AnEmptyFileAddsNothingAndScenariosMayBeInAnotherOrder) {
  ResultFile other = make_result({0, 3});
  std::swap(other.scenarios[0], other.scenarios[1]);
  const std::vector<std::string> paths = {write("a.h5", make_result({1}, true)),
                                          write("b.h5", make_result({}))};
  EXPECT_EQ(merge_results(paths).result.scenarios[0].trials,
            make_result({1}, true).scenarios[0].trials);
  const std::vector<std::string> swapped = {write("a.h5", make_result({1})), write("b.h5", other)};
  const ResultFile merged = merge_results(swapped).result;
  EXPECT_EQ(merged.scenarios[1].trials, make_result({0, 1, 3}).scenarios[1].trials);
}

TEST_F(Merge, DifferingProgramsAndMachinesAreAllRecorded) {
  ResultFile other = make_result({2, 3});
  other.provenance.git_sha = "4567def-dirty";
  other.provenance.device = "GPU";
  other.provenance.created_utc = "2026-01-01T00:00:00Z";
  other.scenarios[0].record.stopping_reason = "interrupted";
  const std::vector<std::string> paths = {write("a.h5", make_result({0, 1})), write("b.h5", other)};
  const ResultFile merged = merge_results(paths).result;
  EXPECT_EQ(merged.provenance.git_sha, "0123abc;4567def-dirty");
  EXPECT_EQ(merged.provenance.device, "avx2, Some Processor;GPU");
  EXPECT_EQ(merged.provenance.backend, "cpu");
  EXPECT_EQ(merged.provenance.created_utc, "2026-01-01T00:00:00Z");
  EXPECT_EQ(merged.scenarios[0].record.stopping_reason, "interrupted");
  EXPECT_EQ(merged.scenarios[0].record.planned_chips, 8u);
}

TEST_F(Merge, StudiesAreKeptOnlyWhenAllFilesHoldTheSame) {
  const StudyOutcome tolerance{"tolerance", "{\"rows\":[]}"}, sources{"sources", "{}"};
  const auto file = [&](const char* name, std::uint32_t chip, std::vector<StudyOutcome> studies) {
    ResultFile result = make_result({chip});
    result.studies = std::move(studies);
    return write(name, result);
  };
  const std::vector<std::string> same = {file("a.h5", 1, {tolerance, sources}),
                                         file("b.h5", 2, {sources, tolerance})};
  EXPECT_EQ(merge_results(same).result.studies.size(), 2u);
  EXPECT_TRUE(merge_results(same).notes.empty());
  EXPECT_EQ(merge_results(std::span(same).first(1)).result.studies.size(), 2u);
  for (const std::vector<StudyOutcome>& studies :
       {std::vector<StudyOutcome>{}, {tolerance}, {{"sources", "{} "}, tolerance}}) {
    const std::vector<std::string> paths = {same[0], same[1], file("c.h5", 3, studies)};
    const Merged merged = merge_results(paths);
    EXPECT_TRUE(merged.result.studies.empty());
    ASSERT_EQ(merged.notes.size(), 1u);
    EXPECT_NE(merged.notes[0].find("a.h5 and " + paths[2]), std::string::npos) << merged.notes[0];
  }
}

TEST_F(Merge, OverlappingChipsAreRefusedNamingFilesAndChip) {
  const std::vector<std::string> paths = {write("a.h5", make_result({0, 1, 2})),
                                          write("b.h5", make_result({7})),
                                          write("c.h5", make_result({2, 3}))};
  expect_input_error([&] { merge_results(paths); },
                     {paths[0], paths[2], "chip 2 of scenario mlp/none"});
  const std::vector<std::string> twice = {paths[0], paths[0]};
  expect_input_error([&] { merge_results(twice); }, {"both hold chip 0"});
}

TEST_F(Merge, RunsThatDifferAreRefusedWithTheDifference) {
  expect_refused([](ResultFile& r) { r.provenance.seed = 7; },
                 {"a.h5 and ", "b.h5 cannot be merged: seed: 18364758544493064720 and 7"});
  expect_refused([](ResultFile& r) { r.provenance.program_version = "0.2.0"; },
                 {"program_version: 0.1.0 and 0.2.0"});
  expect_refused([](ResultFile& r) { r.provenance.suite_name = "b"; }, {"suite_name: test and b"});
  expect_refused([](ResultFile& r) { r.provenance.suite_version = 4; }, {"suite_version: 3 and 4"});
  expect_refused([](ResultFile& r) { r.provenance.suite_text += "#"; }, {"suite_text"});
  expect_refused([](ResultFile& r) { r.provenance.kind = kKindShard; }, {"b.h5: a shard"});
  expect_refused([](ResultFile& r) { r.scenarios.pop_back(); },
                 {"b.h5: has no scenario lenet/none", "which is in ", "a.h5"});
  expect_refused(
      [](ResultFile& r) {
        const ScenarioRecord record = make_record("resnet");
        r.scenarios.push_back({record, make_trials(record, {2, 3})});
      },
      {"a.h5: has no scenario resnet/none"});
  expect_refused([](ResultFile& r) { r.scenarios[1].record.accuracy_target = 0.5; },
                 {"scenario lenet/none", "accuracy_target: 0.9 and 0.5"});
  expect_refused([](ResultFile& r) { r.scenarios[1].record.data_sha256 = "x"; }, {"data_sha256"});
  expect_refused([](ResultFile& r) { r.scenarios[1].record.planned_chips = 4294967295u; },
                 {"planned_chips adds up to 4294967299"});
  expect_refused(
      [](ResultFile& r) {
        r = make_result({2, 3}, true);
      },
      {"b.h5 has correct_bits", "a.h5 has not"});
  expect_refused([](ResultFile& r) { r.scenarios[1].trials.factor.resize(2); },
                 {"a.h5 has 2 factors a chip and ", "b.h5 has 1"});
  expect_input_error([] { merge_results({}); }, {"no files given"});
}

}  // namespace
}  // namespace imcbench::testing
