// SPDX-License-Identifier: Apache-2.0
#include "results/journal.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

using Chips = std::vector<std::uint32_t>;
using Names = std::vector<std::string>;

class JournalTest : public ::testing::Test {
 protected:
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
    std::vector<ScenarioRecord> records = {make_record("mlp"), make_record("lenet")};
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

TEST_F(JournalTest, AFreshRunNeverTouchesWhatIsThere) {
  leave_unfinished();
  expect_input_error([&] { open(JournalMode::fresh); }, {parts(), "--resume", "--overwrite"});
  EXPECT_EQ(shards().size(), 3u);
  open(JournalMode::resume).finish();
  expect_input_error([&] { open(JournalMode::fresh); },
                     {file() + ": exists already", "--resume", "--overwrite"});
  EXPECT_EQ(files(), Names{"run.h5"});
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
  Journal journal = open(JournalMode::resume);
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

TEST_F(JournalTest, ShardsThatContradictTheFileAreRefused) {
  leave_unfinished();
  ResultFile finished = make_result({0, 1, 2, 3});
  finished.scenarios[1].trials.loss_q24[2] += 1;  // chip 1
  write_result(file(), finished);
  expect_input_error([&] { open(JournalMode::resume); }, {"-1-1.h5", "chip 1", file()});
}

TEST_F(JournalTest, ShardsThatOverlapInPartAreRefused) {
  leave_unfinished();
  ResultFile finished = make_result({1});
  write_result(file(), finished);
  expect_input_error([&] { open(JournalMode::resume); }, {"-0-2.h5", "chip 1 is also in"});
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

TEST_F(JournalTest, AnotherRunIsNotResumed) {
  leave_unfinished();
  const auto resume = [&](const std::function<void(Provenance&)>& change) {
    return [=, this] {
      Provenance provenance = make_provenance();
      change(provenance);
      Journal(file(), provenance, plan(), JournalMode::resume);
    };
  };
  expect_input_error(resume([](Provenance& p) { p.seed = 5; }),
                     {".h5: from another run", "seed: 18364758544493064720 and 5"});
  expect_input_error(resume([](Provenance& p) { p.program_version = "9"; }), {"program_version"});
  expect_input_error(resume([](Provenance& p) { p.suite_name = "x"; }), {"suite_name: test and x"});
  const auto resume_plan = [&](std::vector<ScenarioRecord> records) {
    return [=, this] { Journal(file(), make_provenance(), records, JournalMode::resume); };
  };
  expect_input_error(resume_plan({make_record("mlp"), make_record("lenet", 500)}),
                     {".h5: scenario lenet/none (sha256", "is not in this run"});
  std::vector<ScenarioRecord> other_data = plan();
  other_data[1].data_sha256 = "0";
  expect_input_error(resume_plan(other_data), {"is not as in this run: data_sha256"});
  EXPECT_EQ(shards().size(), 3u);
  EXPECT_EQ(open(JournalMode::resume).done_chips(0), (Chips{0, 1, 2}));
}

TEST_F(JournalTest, ADamagedFinishedFileIsNotResumed) {
  write_result(file(), make_result({0, 1}));
  write_text(file(), read_text(file()).substr(0, 2000));
  expect_input_error([&] { open(JournalMode::resume); }, {file(), "2000 bytes long"});
  EXPECT_EQ(files(), Names{"run.h5"});
}

TEST_F(JournalTest, ProgramsThatTookPartAreRecorded) {
  leave_unfinished();
  Provenance provenance = make_provenance();
  provenance.git_sha = "fffffff";
  Journal(file(), provenance, plan(), JournalMode::resume).finish();
  EXPECT_EQ(read_result(file()).provenance.git_sha, "fffffff;0123abc");
}

TEST_F(JournalTest, BitsForSomeChipsOnlyAreRefusedBeforeAnythingIsWritten) {
  leave_unfinished();
  Journal journal = open(JournalMode::resume);
  expect_input_error([&] { journal.seal(0, make_trials(plan()[0], {3}, true)); },
                     {"has correct_bits", "has not"});
  EXPECT_EQ(shards().size(), 3u);
}

TEST_F(JournalTest, MisuseIsABug) {
  Journal journal = open(JournalMode::fresh);
  seal(journal, 0, {5});
  EXPECT_THROW(seal(journal, 0, {4, 5}), std::logic_error);
  EXPECT_THROW(seal(journal, 0, {}), std::logic_error);
  EXPECT_THROW(seal(journal, 0, {8, 7}), std::logic_error);
  EXPECT_EQ(journal.done_chips(0), Chips{5});
  journal.finish();
  EXPECT_THROW(seal(journal, 0, {6}), std::logic_error);
}

TEST_F(JournalTest, APlanThatNamesAScenarioTwiceIsRefused) {
  expect_input_error(
      [&] {
        Journal(file(), make_provenance(), {make_record("mlp"), make_record("mlp")},
                JournalMode::fresh);
      },
      {file(), "/scenarios/0001: the same scenario"});
  EXPECT_TRUE(files().empty());
}

TEST_F(JournalTest, ImpossibleOutputsAreRefused) {
  const auto open_at = [](const std::string& path) {
    return [path] { Journal(path, make_provenance(), plan(), JournalMode::resume); };
  };
  expect_input_error(open_at(""), {"not a file name"});
  expect_input_error(open_at(other_file("none/run.h5")), {"cannot make the folder: No such file"});
  expect_input_error(open_at("/dev/null"), {"/dev/null: exists and is not a regular file"});
  write_text(parts(), "a file");
  expect_input_error(open_at(file()), {parts() + ": exists and is not a folder"});
}

TEST_F(JournalTest, OnlyOneJournalPerOutput) {
  const std::string pid = std::to_string(::getpid());
  Journal journal = open(JournalMode::fresh);
  for (const JournalMode mode : {JournalMode::resume, JournalMode::overwrite}) {
    expect_input_error([&] { open(mode); }, {file() + ": another process (pid " + pid + ")"});
  }
  expect_input_error([&] { open(JournalMode::fresh); }, {parts()});
  seal(journal, 0, {0});
  EXPECT_EQ(journal.done_chips(0), Chips{0});
}

// Several processes, each of which starts, finishes and removes the folder again and again.
TEST_F(JournalTest, ProcessesThatCompeteNeverMeet) {
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    for (int round = 0; round < 50; ++round) {
      try {
        Journal journal = open(JournalMode::overwrite);
        const int marker = ::open(other_file("marker").c_str(), O_CREAT | O_EXCL, 0600);
        if (marker < 0) ::_exit(1);  // somebody else is inside
        ::close(marker);
        seal(journal, 0, {0});
        ::unlink(other_file("marker").c_str());
      } catch (const InputError&) {
        ::usleep(200);
      }
    }
    ::_exit(0);
  }
  for (const pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(open(JournalMode::resume).done_chips(0), Chips{0});  // somebody got through
}

// kill -9 in the middle of a run: the lock is free at once and all sealed chips are there.
TEST_F(JournalTest, AKilledProcessBlocksNobody) {
  int sealed[2];
  ASSERT_EQ(::pipe(sealed), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    Journal journal = open(JournalMode::fresh);
    seal(journal, 0, {0, 1});
    if (::write(sealed[1], "x", 1) == 1) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(sealed[0], &byte, 1), 1);
  expect_input_error([&] { open(JournalMode::resume); },
                     {"another process (pid " + std::to_string(child) + ")"});
  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ::close(sealed[0]);
  ::close(sealed[1]);
  Journal journal = open(JournalMode::resume);
  EXPECT_EQ(journal.done_chips(0), (Chips{0, 1}));
}

}  // namespace
}  // namespace imcbench::testing
