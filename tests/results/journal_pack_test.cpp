// SPDX-License-Identifier: Apache-2.0
// Many small shards are put into a pack, and no chip is lost or counted twice on the way.
#include <csignal>

#include "results/shard.h"
#include "tests/results/child_process.h"
#include "tests/results/journal_fixture.h"

namespace imcbench::testing {
namespace {

class PackTest : public JournalTest {
 protected:
  PackTest() : JournalTest(memory_folder()) {}

  // Seals chips 0 to count - 1 of scenario 0, one a shard, and chip 7 of scenario 1.
  void seal_singly(Journal& journal, std::uint32_t count) const {
    seal(journal, 1, {7});
    for (std::uint32_t chip = 0; chip < count; ++chip) seal(journal, 0, {chip});
  }
  static Chips up_to(std::uint32_t count) {
    Chips chips(count);
    for (std::uint32_t c = 0; c < count; ++c) chips[c] = c;
    return chips;
  }
  Names packs() const {
    Names found;
    for (const std::string& name : shards()) {
      if (is_pack(name)) found.push_back(name);
    }
    return found;
  }
};

TEST_F(PackTest, MoreThan256ShardsBecomeOne) {
  {
    Journal journal = open(JournalMode::fresh);
    seal_singly(journal, 255);
    EXPECT_EQ(shards().size(), 256u);
    seal(journal, 0, {255});
    EXPECT_EQ(shards().size(), 1u);
    EXPECT_EQ(packs().size(), 1u);
    seal(journal, 0, {256});
    EXPECT_EQ(shards().size(), 2u);
    EXPECT_TRUE(journal.trials(0, up_to(257)) == make_trials(plan()[0], up_to(257)));
    EXPECT_EQ(journal.absorb(), 0u);
  }
  Journal journal = open(JournalMode::resume);
  EXPECT_EQ(journal.done_chips(0), up_to(257));
  EXPECT_EQ(journal.done_chips(1), Chips{7});
  journal.finish();
  EXPECT_EQ(files(), Names{"run.h5"});
  EXPECT_TRUE(read_result(file()).scenarios[0].trials == make_trials(plan()[0], up_to(257)));
}

TEST_F(PackTest, ManyShardsOfOtherProcessesArePackedWhenAbsorbed) {
  Journal journal = open(JournalMode::fresh);
  const ShardWriter writer(file(), make_provenance());
  for (const std::uint32_t chip : up_to(300)) {
    writer.seal(plan()[0], make_trials(plan()[0], {chip}));
  }
  EXPECT_EQ(journal.absorb(), 300u);
  EXPECT_EQ(shards(), packs());
  EXPECT_EQ(packs().size(), 1u);
}

// A kill after the pack was written and before all small shards were removed.
TEST_F(PackTest, SmallShardsThatAreInThePackTooDoNoHarm) {
  {
    Journal journal = open(JournalMode::fresh);
    seal_singly(journal, 256);
  }
  ASSERT_EQ(packs().size(), 1u);
  for (const Chips& chips : {Chips{0}, Chips{9}, Chips{200, 201}, Chips{255, 256}}) {
    write_shard(parts() + "/" + shard_name(plan()[0], chips), make_provenance(), plan()[0],
                make_trials(plan()[0], chips));
  }
  Journal journal = open(JournalMode::resume);
  EXPECT_TRUE(journal.bad_shards().empty());
  EXPECT_EQ(journal.done_chips(0), up_to(257));
}

TEST_F(PackTest, ADamagedPackIsReportedAndOnlyItsChipsAreRunAgain) {
  {
    Journal journal = open(JournalMode::fresh);
    seal_singly(journal, 258);
  }
  const std::string pack = packs().at(0);
  write_text(pack, read_text(pack).substr(0, 3000));
  Journal journal = open(JournalMode::resume);
  ASSERT_EQ(journal.bad_shards().size(), 1u);
  EXPECT_NE(journal.bad_shards()[0].find(pack + ": 3000 bytes long"), std::string::npos);
  EXPECT_EQ(journal.done_chips(0), (Chips{256, 257}));
}

TEST_F(PackTest, AKillAtAnyMomentLosesNothingThatWasSealed) {
  for (int round = 0; round < 6; ++round) {
    int sealed[2];
    ASSERT_EQ(::pipe(sealed), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Journal journal = open(JournalMode::overwrite);
      for (const std::uint32_t chip : up_to(2000)) {
        seal(journal, 0, {chip});
        if (::write(sealed[1], "x", 1) != 1) ::_exit(1);
      }
      ::_exit(0);
    }
    ::close(sealed[1]);
    std::string bytes(static_cast<std::size_t>(250 + round), '\0');  // packing happens at 257
    std::size_t received = 0;
    while (received < bytes.size()) {
      const ssize_t more = ::read(sealed[0], bytes.data(), bytes.size() - received);
      ASSERT_GT(more, 0);
      received += static_cast<std::size_t>(more);
    }
    ::usleep(static_cast<useconds_t>(700 * round));
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    for (ssize_t more = 1; more > 0; received += static_cast<std::size_t>(more)) {
      more = ::read(sealed[0], bytes.data(), bytes.size());
    }
    ::close(sealed[0]);
    Journal journal = open(JournalMode::resume);
    EXPECT_TRUE(journal.bad_shards().empty());
    const Chips done = journal.done_chips(0);
    EXPECT_GE(done.size(), received);
    EXPECT_EQ(done, up_to(static_cast<std::uint32_t>(done.size())));
    EXPECT_TRUE(journal.trials(0, done) == make_trials(plan()[0], done));
  }
}

}  // namespace
}  // namespace imcbench::testing
