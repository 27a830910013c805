// SPDX-License-Identifier: Apache-2.0
// Several processes seal, one of them holds the journal.
#include "results/shard.h"

#include <csignal>

#include "tests/results/child_process.h"
#include "tests/results/journal_fixture.h"

namespace imcbench::testing {
namespace {

class ShardTest : public JournalTest {
 protected:
  ShardWriter writer() const { return ShardWriter(file(), make_provenance()); }
  static Trials trials(std::size_t scenario, const Chips& chips) {
    return make_trials(plan()[scenario], chips);
  }
};

TEST_F(ShardTest, NamesTellScenariosAndChipsApart) {
  const std::vector<Chips> batches = {{0, 1, 2}, {0, 1, 3},    {0, 2, 3},    {0, 1},      {1, 2, 3},
                                      {0},       {0, 5, 6, 9}, {0, 4, 7, 9}, {0, 1, 2, 9}};
  std::set<std::string> names;
  for (const ScenarioRecord& record : plan()) {
    for (const Chips& chips : batches) names.insert(shard_name(record, chips));
  }
  EXPECT_EQ(names.size(), 2 * batches.size());
  EXPECT_EQ(shard_name(plan()[0], Chips{3, 4, 5}), plan()[0].sha256.substr(0, 16) + "-3-3.h5");
  EXPECT_EQ(shard_name(plan()[0], Chips{4294967294u, 4294967295u}),
            plan()[0].sha256.substr(0, 16) + "-4294967294-2.h5");
  // printf '0 2 3' | sha256sum
  EXPECT_EQ(shard_name(plan()[0], Chips{0, 2, 3}),
            plan()[0].sha256.substr(0, 16) + "-0-3-637b75f8.h5");
}

TEST_F(ShardTest, ShardsOfOthersAreAbsorbedOnce) {
  Journal journal = open(JournalMode::fresh);
  EXPECT_EQ(journal.absorb(), 0u);
  seal(journal, 0, {0});
  writer().seal(plan()[0], trials(0, {1, 3}));
  writer().seal(plan()[1], trials(1, {0}));
  EXPECT_EQ(journal.absorb(), 3u);
  EXPECT_EQ(journal.absorb(), 0u);
  EXPECT_EQ(journal.done_chips(0), (Chips{0, 1, 3}));
  writer().seal(plan()[0], trials(0, {2}));
  writer().seal(plan()[1], trials(1, {1, 2, 3}));
  EXPECT_EQ(journal.absorb(), 4u);
  journal.finish();
  EXPECT_EQ(files(), Names{"run.h5"});
  expect_file_holds({0, 1, 2, 3});
}

TEST_F(ShardTest, ABatchThatTwoProcessesSealedCountsOnce) {
  Journal journal = open(JournalMode::fresh);
  seal(journal, 0, {0, 1});
  writer().seal(plan()[0], trials(0, {0, 1}));
  writer().seal(plan()[0], trials(0, {1, 2}));
  EXPECT_EQ(journal.absorb(), 1u);
  Trials wrong = trials(0, {2, 3});
  wrong.loss_q24[0] += 1;
  writer().seal(plan()[0], wrong);
  expect_input_error([&] { journal.absorb(); }, {"-2-2.h5", "for chip 2 are not those in", "-1-2"});
}

TEST_F(ShardTest, ADamagedShardIsReportedAndItsChipsCanBeSealedAgain) {
  Journal journal = open(JournalMode::fresh);
  writer().seal(plan()[0], trials(0, {0}));
  const std::string cut = writer().seal(plan()[0], trials(0, {1, 2}));
  write_text(cut, read_text(cut).substr(0, 700));
  EXPECT_EQ(journal.absorb(), 1u);
  ASSERT_EQ(journal.bad_shards().size(), 1u);
  EXPECT_NE(journal.bad_shards()[0].find(cut + ": 700 bytes long"), std::string::npos);
  EXPECT_EQ(writer().seal(plan()[0], trials(0, {1, 2})), cut);
  EXPECT_EQ(journal.absorb(), 2u);
  EXPECT_EQ(journal.bad_shards().size(), 1u);
  EXPECT_EQ(journal.done_chips(0), (Chips{0, 1, 2}));
}

TEST_F(ShardTest, AShardThatCameTooLateIsNotLost) {
  Journal journal = open(JournalMode::fresh);
  seal(journal, 0, {0});
  writer().seal(plan()[0], trials(0, {1}));
  journal.finish();
  EXPECT_EQ(files(), (Names{"run.h5", "run.h5.parts"}));
  EXPECT_EQ(open(JournalMode::resume).done_chips(0), (Chips{0, 1}));
}

TEST_F(ShardTest, AWriterNeedsARunAndItsScenarioMustBePlanned) {
  expect_input_error([&] { writer(); }, {parts(), "no run that writes " + file()});
  Journal journal = open(JournalMode::fresh);
  const ScenarioRecord other = make_record("resnet");
  writer().seal(other, make_trials(other, {0}));
  expect_input_error([&] { journal.absorb(); }, {"resnet/none", "is not in this run"});
}

TEST_F(ShardTest, WhatAKilledProcessSealedIsThere) {
  Journal journal = open(JournalMode::fresh);
  const int status = in_child([&] {
    const ShardWriter child = writer();
    for (std::uint32_t chip = 0; chip < 5; ++chip) child.seal(plan()[0], trials(0, {chip}));
    ::kill(::getpid(), SIGKILL);
    return kFailed;
  });
  EXPECT_EQ(status, 128 + SIGKILL);
  EXPECT_EQ(journal.absorb(), 5u);
}

// A journal on a disk of 256 KiB: seals until it is full.
TEST_F(ShardTest, AFullDiskIsReportedAndWhatWasSealedStays) {
  const int status = in_child([&] {
    if (!mount_small_disk(other_file(""), "256k")) return kUnavailable;
    std::uint32_t chip = 0;
    std::string message;
    {
      Journal journal = open(JournalMode::fresh);
      try {
        for (; chip < 1000; ++chip) seal(journal, 0, {chip});
      } catch (const InputError& error) {
        message = error.what();
      }
      if (journal.done_chips(0).size() != chip) return kFailed;
    }
    const std::string name = parts() + "/" + shard_name(plan()[0], Chips{chip});
    if (message.find(name) == std::string::npos ||
        message.find("No space left on device") == std::string::npos) {
      std::fprintf(stderr, "chip %u: '%s'\n", chip, message.c_str());
      return kFailed;
    }
    Journal journal = open(JournalMode::resume);
    return chip > 3 && journal.bad_shards().empty() && journal.done_chips(0).size() == chip
               ? kPassed
               : kFailed;
  });
  if (status == kUnavailable) GTEST_SKIP() << "needs the right to mount a small disk";
  EXPECT_EQ(status, kPassed);
}

}  // namespace
}  // namespace imcbench::testing
