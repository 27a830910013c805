// SPDX-License-Identifier: Apache-2.0
// What a journal refuses, and that only one process at a time holds it.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/results/journal_fixture.h"

namespace imcbench::testing {
namespace {

TEST_F(JournalTest, AFreshRunNeverTouchesWhatIsThere) {
  leave_unfinished();
  expect_input_error([&] { open(JournalMode::fresh); }, {parts(), "--resume", "--overwrite"});
  EXPECT_EQ(shards().size(), 3u);
  open(JournalMode::resume).finish();
  expect_input_error([&] { open(JournalMode::fresh); },
                     {file() + ": exists already", "--resume", "--overwrite"});
  EXPECT_EQ(files(), Names{"run.h5"});
}

TEST_F(JournalTest, ShardsThatContradictTheFileAreRefused) {
  leave_unfinished();
  ResultFile finished = make_result({0, 1, 2, 3});
  finished.scenarios[1].trials.loss_q24[2] += 1;  // chip 1
  write_result(file(), finished);
  expect_input_error([&] { open(JournalMode::resume); }, {"-1-1.h5", "chip 1", file()});
}

TEST_F(JournalTest, ShardsThatContradictTheFileInOneOfTheirChipsAreRefused) {
  leave_unfinished();
  ResultFile finished = make_result({1});
  finished.scenarios[0].trials.correct[0] += 1;
  write_result(file(), finished);
  expect_input_error([&] { open(JournalMode::resume); },
                     {"-0-2.h5", "for chip 1 are not those in", file()});
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
