// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/philox.h"

#include <gtest/gtest.h>

#include "tests/core/word_kernels.h"

namespace imcbench {
namespace {

struct KnownAnswer {
  Words4 counter;
  PhiloxKey key;
  Words4 answer;
};

// tests/kat_vectors of the reference implementation, Random123 (philox4x32, 10 rounds).
constexpr std::uint32_t kOnes = 0xffffffffu;
constexpr KnownAnswer kKnownAnswers[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}},
    {{kOnes, kOnes, kOnes, kOnes},
     {kOnes, kOnes},
     {0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu}},
    {{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u},
     {0xa4093822u, 0x299f31d0u},
     {0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}},
};

TEST(Philox, KnownAnswers) {
  for (const KnownAnswer& k : kKnownAnswers) {
    const Words4 w = philox(k.counter, k.key);
    EXPECT_EQ(w.w0, k.answer.w0);
    EXPECT_EQ(w.w1, k.answer.w1);
    EXPECT_EQ(w.w2, k.answer.w2);
    EXPECT_EQ(w.w3, k.answer.w3);
  }
}

// The same answers out of the vector versions: the counter's first word is the block, so they come
// from lane `block % 16` of a group.
TEST(Philox, KnownAnswersFromGroups) {
  for (const Isa isa : available_isas()) {
    for (const KnownAnswer& k : kKnownAnswers) {
      const DrawAddress address{k.key, k.counter.w3, k.counter.w1, k.counter.w2};
      const std::uint32_t lane = k.counter.w0 % kDrawLanes;
      std::uint32_t words[kDrawGroup];
      word_kernels(isa).group_words(address, k.counter.w0 - lane, words);
      EXPECT_EQ(words[lane], k.answer.w0) << name_of(isa);
      EXPECT_EQ(words[16 + lane], k.answer.w1) << name_of(isa);
      EXPECT_EQ(words[32 + lane], k.answer.w2) << name_of(isa);
      EXPECT_EQ(words[48 + lane], k.answer.w3) << name_of(isa);
    }
  }
}

TEST(Philox, GroupsAreTheScalarWordsOfTheirElements) {
  for (const Isa isa : available_isas()) {
    for (std::uint32_t trial = 0; trial < 2000; ++trial) {
      const Words4 r = philox({trial, 1, 2, 3}, {4, 5});  // arbitrary addresses
      const Words4 q = philox({trial, 6, 7, 8}, {4, 5});
      const DrawAddress address{{r.w0, r.w1}, r.w2, r.w3, q.w0};
      const std::uint32_t group = q.w1 % (1u << 26);
      std::uint32_t words[kDrawGroup];
      word_kernels(isa).group_words(address, group * kDrawLanes, words);
      for (std::uint32_t i = 0; i < kDrawGroup; ++i) {
        ASSERT_EQ(words[i], draw_word(address, group * kDrawGroup + i))
            << name_of(isa) << " element " << group * kDrawGroup + i;
      }
    }
  }
}

}  // namespace
}  // namespace imcbench
