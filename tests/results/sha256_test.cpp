// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/sha256.h"
#include "results/posix_file.h"

#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

// FIPS 180-4 examples, as published by NIST (SHA256.pdf) and the empty message.
TEST(Sha256, MatchesThePublishedExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesFilesAndBytesAgree) {
  const TempFolder folder;
  const std::string text(3 * (1 << 20) + 17, 'x');  // more than one piece of a file
  write_text(folder.file("a"), "skip" + text);
  Sha256 pieces;
  pieces.update(std::as_bytes(std::span(text).first(5)));
  pieces.update(std::as_bytes(std::span(text).subspan(5)));
  EXPECT_EQ(pieces.hex(), sha256_hex(text));
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(text))), sha256_hex(text));
  EXPECT_EQ(sha256_hex_of_file(folder.file("a"), 4), sha256_hex(text));
  EXPECT_EQ(sha256_hex_of_file(folder.file("a"), 1 << 30), sha256_hex(""));
}

TEST(Sha256, UnreadableFileIsNamedWithTheReason) {
  const TempFolder folder;
  expect_input_error([&] { sha256_hex_of_file(folder.file("none")); },
                     {folder.file("none"), "No such file"});
  expect_input_error([&] { sha256_hex_of_file(folder.file("")); }, {"not a regular file"});
}

}  // namespace
}  // namespace imcbench::testing
