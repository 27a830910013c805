// SPDX-License-Identifier: Apache-2.0
// Damaged files are refused: no crash, and never a wrong number.
#include "results/seal.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

constexpr std::uint64_t kSeed = 20250101;  // of the damage

class Corruption : public ::testing::Test {
 protected:
  Corruption() {
    write_result(file(), make_result({0, 1, 2, 3, 4, 5, 6, 7}, true));
    bytes_ = read_text(file());
  }
  std::string file() const { return folder_.file("r.h5"); }
  std::mt19937_64& random() { return random_; }
  const std::string& bytes() const { return bytes_; }

  void expect_refused(const std::string& damaged, const std::string& what) {
    write_text(file(), damaged);
    EXPECT_THROW(read_result(file()), InputError) << what;
    EXPECT_NE(check_seal(file()).state, SealState::intact) << what;
  }

 private:
  TempFolder folder_;
  std::string bytes_;
  std::mt19937_64 random_{kSeed};
};

TEST_F(Corruption, EveryTruncationIsRefused) {
  for (std::size_t size = 0; size < 600; ++size) {  // in the seal and just after it
    expect_refused(bytes().substr(0, size), fmt::format("first {} bytes", size));
  }
  for (int i = 0; i < 300; ++i) {
    const std::size_t size = random()() % bytes().size();
    expect_refused(bytes().substr(0, size), fmt::format("first {} bytes", size));
  }
}

TEST_F(Corruption, EveryFlippedBitIsRefused) {
  for (std::size_t bit = 0; bit < 8 * kSealBytes; ++bit) {
    std::string damaged = bytes();
    damaged[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    write_text(file(), damaged);
    EXPECT_NE(check_seal(file()).state, SealState::intact) << "bit " << bit;
  }
  for (int i = 0; i < 500; ++i) {
    const std::size_t bit = random()() % (8 * bytes().size());
    std::string damaged = bytes();
    damaged[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    expect_refused(damaged, fmt::format("bit {}", bit));
  }
}

TEST_F(Corruption, OverwrittenStretchesAndAppendedBytesAreRefused) {
  for (int i = 0; i < 100; ++i) {
    const std::size_t at = random()() % bytes().size();
    std::string damaged = bytes();
    damaged.replace(at, 4096,
                    std::string(std::min<std::size_t>(4096, bytes().size() - at), '\xaa'));
    expect_refused(damaged, fmt::format("4096 bytes from {}", at));
  }
  expect_refused(bytes() + "x", "one byte more");
}

TEST_F(Corruption, TheMessageSaysWhatHappened) {
  const auto message_for = [&](const std::string& damaged) {
    write_text(file(), damaged);
    return check_seal(file()).problem;
  };
  const std::size_t size = bytes().size();
  EXPECT_EQ(message_for(bytes()), "");
  EXPECT_EQ(message_for(bytes().substr(0, size - 7)),
            fmt::format("{}: {} bytes long, but {} when it was sealed: truncated or overwritten",
                        file(), size - 7, size));
  std::string damaged = bytes();
  damaged[size / 2] ^= 1;
  EXPECT_EQ(message_for(damaged),
            fmt::format("{}: damaged: its SHA-256 is not the one it was sealed with", file()));
  EXPECT_EQ(message_for(""), file() + ": the file is empty");
  EXPECT_EQ(message_for("imcbench"), file() + ": truncated within its first bytes");
}

}  // namespace
}  // namespace imcbench::testing
