// SPDX-License-Identifier: Apache-2.0
// What a journal keeps over kills, resumes, damage and any order of work.
#include "tests/results/journal_fixture.h"

namespace imcbench::testing {
namespace {

TEST_F(JournalTest, BatchesInAnyOrderGiveOneAndTheSameFile) {
  std::vector<std::pair<std::size_t, Chips>> batches = {
      {0, {0, 1}}, {0, {2, 3}}, {1, {0}}, {1, {1, 2, 3}}};
  std::string first;
  do {
    Journal journal = open(JournalMode::overwrite);
    for (const auto& [scenario, chips] : batches) seal(journal, scenario, chips);
    EXPECT_EQ(journal.done_chips(0), (Chips{0, 1, 2, 3}));
    expect_equal(journal.collect(), make_result({0, 1, 2, 3}));
    journal.finish();
    if (first.empty()) first = read_text(file());
    EXPECT_EQ(read_text(file()), first);
  } while (std::next_permutation(batches.begin(), batches.end()));
  EXPECT_EQ(files(), Names{"run.h5"});
  expect_equal(read_result(file()), make_result({0, 1, 2, 3}));
}

TEST_F(JournalTest, ShardsAreNamedAsTheSchemaPageSays) {
  leave_unfinished();
  const std::string mlp = parts() + "/" + plan()[0].sha256.substr(0, 16);
  const std::string lenet = parts() + "/" + plan()[1].sha256.substr(0, 16);
  Names expected = {mlp + "-0-2.h5", mlp + "-2-1.h5", lenet + "-1-1.h5"};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(shards(), expected);
  EXPECT_EQ(read_result(expected[0]).provenance.kind, kKindShard);
}

TEST_F(JournalTest, AResumedRunDoesOnlyWhatIsMissing) {
  leave_unfinished();
  Journal journal = open(JournalMode::resume);
  EXPECT_FALSE(journal.already_complete());
  EXPECT_TRUE(journal.bad_shards().empty());
  EXPECT_EQ(journal.done_chips(0), (Chips{0, 1, 2}));
  EXPECT_EQ(journal.done_chips(1), Chips{1});
  seal(journal, 1, {0, 2, 3});
  seal(journal, 0, {3});
  journal.set_stopping_reason(1, "all planned chips are done");
  journal.finish();
  expect_file_holds({0, 1, 2, 3});
  EXPECT_EQ(read_result(file()).scenarios[1].record.stopping_reason, "all planned chips are done");
  EXPECT_EQ(files(), Names{"run.h5"});
}

TEST_F(JournalTest, ResumeStartsFromNothingToo) {
  Journal journal = open(JournalMode::resume);
  EXPECT_FALSE(journal.already_complete());
  EXPECT_TRUE(journal.done_chips(0).empty());
}

TEST_F(JournalTest, ARunThatSealedNothingLeavesNothing) {
  { Journal journal = open(JournalMode::fresh); }
  EXPECT_TRUE(files().empty());
}

TEST_F(JournalTest, OverwriteForgetsFileAndShards) {
  leave_unfinished();
  write_result(file(), make_result({0, 1, 2, 3}));
  Journal journal = open(JournalMode::overwrite);
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_TRUE(shards().empty());
  EXPECT_TRUE(journal.done_chips(0).empty());
}

TEST_F(JournalTest, AFinishedFileIsCompleteAndStaysAsItIs) {
  ResultFile finished = make_result({0, 1, 2, 3});
  finished.scenarios[0].record.stopping_reason = "enough";
  write_result(file(), finished);
  const std::string before = read_text(file());
  Provenance provenance = make_provenance();
  provenance.command_line += " --resume";
  Journal journal(file(), provenance, plan(), JournalMode::resume);
  EXPECT_TRUE(journal.already_complete());
  EXPECT_EQ(journal.collect().scenarios[0].record.stopping_reason, "enough");
  journal.finish();
  EXPECT_EQ(read_text(file()), before);
  EXPECT_EQ(files(), Names{"run.h5"});
}

TEST_F(JournalTest, AFinishedFileIsExtendedByALargerPlan) {
  write_result(file(), make_result({0, 1, 2, 3}));
  for (int killed = 0; killed < 2; ++killed) {
    Journal journal(file(), make_provenance(), plan(6), JournalMode::resume);
    EXPECT_FALSE(journal.already_complete());
    seal(journal, killed, {4, 5});
    if (killed == 1) journal.finish();
  }
  expect_file_holds({0, 1, 2, 3, 4, 5});
  EXPECT_EQ(read_result(file()).scenarios[0].record.planned_chips, 6u);
}

// Killed between the rename to FILE and the removal of the shards.
TEST_F(JournalTest, ShardsThatTheFileHoldsAlreadyAreDropped) {
  leave_unfinished();
  write_result(file(), make_result({0, 1, 2, 3}));
  Journal journal = open(JournalMode::resume);
  EXPECT_TRUE(journal.already_complete());
  journal.finish();
  EXPECT_EQ(files(), Names{"run.h5"});
  expect_file_holds({0, 1, 2, 3});
}

TEST_F(JournalTest, OnlyTheNewChipsOfAShardAreTaken) {
  leave_unfinished();
  write_result(file(), make_result({1}));
  Journal journal = open(JournalMode::resume);
  EXPECT_EQ(journal.done_chips(0), (Chips{0, 1, 2}));
  seal(journal, 1, {0});
  journal.finish();
  const ResultFile result = read_result(file());
  EXPECT_TRUE(result.scenarios[0].trials == make_trials(plan()[0], {0, 1, 2}));
  EXPECT_TRUE(result.scenarios[1].trials == make_trials(plan()[1], {0, 1}));
}

TEST_F(JournalTest, DamagedShardsAreReportedSetAsideAndRunAgain) {
  leave_unfinished();
  const std::string cut = parts() + "/" + plan()[0].sha256.substr(0, 16) + "-0-2.h5";
  const std::string flipped = parts() + "/" + plan()[1].sha256.substr(0, 16) + "-1-1.h5";
  write_text(cut, read_text(cut).substr(0, 1000));
  std::string bytes = read_text(flipped);
  bytes[bytes.size() / 2] ^= 4;
  write_text(flipped, bytes);
  Journal journal = open(JournalMode::resume);
  ASSERT_EQ(journal.bad_shards().size(), 2u);
  const std::string messages = journal.bad_shards()[0] + journal.bad_shards()[1];
  EXPECT_NE(messages.find(cut + ": 1000 bytes long"), std::string::npos) << messages;
  EXPECT_NE(messages.find(flipped + ": damaged"), std::string::npos) << messages;
  EXPECT_TRUE(std::filesystem::exists(cut + ".bad"));
  EXPECT_EQ(journal.done_chips(0), Chips{2});
  EXPECT_TRUE(journal.done_chips(1).empty());
  seal(journal, 0, {0, 1, 3});
  seal(journal, 1, {0, 1, 2, 3});
  journal.finish();
  expect_file_holds({0, 1, 2, 3});
  EXPECT_EQ(files(), Names{"run.h5"});
}

TEST_F(JournalTest, HalfWrittenTemporariesAreIgnoredAndRemoved) {
  leave_unfinished();
  write_text(parts() + "/0123456789abcdef-7-1.h5.tmp-99", "half");
  write_text(file() + ".tmp-99", "half");
  Journal journal = open(JournalMode::resume);
  EXPECT_TRUE(journal.bad_shards().empty());
  EXPECT_FALSE(std::filesystem::exists(parts() + "/0123456789abcdef-7-1.h5.tmp-99"));
  EXPECT_EQ(files(), Names{"run.h5.parts"});
}

TEST_F(JournalTest, ProgramsThatTookPartAreRecorded) {
  leave_unfinished();
  Provenance provenance = make_provenance();
  provenance.git_sha = "fffffff";
  Journal(file(), provenance, plan(), JournalMode::resume).finish();
  EXPECT_EQ(read_result(file()).provenance.git_sha, "fffffff;0123abc");
}

}  // namespace
}  // namespace imcbench::testing
