// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace imcbench {
namespace {

// From the test vectors published with the hash (draft-eastlake-fnv, Noll's test_fnv.c).
TEST(Stream, Fnv1aKnownAnswers) {
  EXPECT_EQ(fnv1a64(""), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv1a64("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv1a64("foo"), 0xdcb27518fed9d577u);
  EXPECT_EQ(fnv1a64("foobar"), 0x85944171f73967e8u);
  EXPECT_EQ(fnv1a64("chongo was here!\n"), 0x46810940eff5f915u);
}

// The definition in stream.h, from the known parts: philox(fnv halves, 'imcb', 1).
TEST(Stream, KeyIsPhiloxOfTheHash) {
  const std::uint64_t hash = fnv1a64("conv1/tile0/pcm_drift"), seed = 0x0123456789abcdefu;
  const Words4 w = philox(
      {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32), 0x696d6362u, 1u},
      {0x89abcdefu, 0x01234567u});
  const PhiloxKey key = stream_key(seed, "conv1/tile0/pcm_drift");
  EXPECT_EQ(key.k0, w.w0);
  EXPECT_EQ(key.k1, w.w1);
}

std::uint64_t packed(PhiloxKey key) { return static_cast<std::uint64_t>(key.k0) << 32 | key.k1; }

// Chance of two equal keys among 80 000 if keys were uniform: 1.7e-10.
TEST(Stream, PathsAndSeedsAllDiffer) {
  std::vector<std::uint64_t> keys;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (int layer = 0; layer < 50; ++layer) {
      for (int tile = 0; tile < 50; ++tile) {
        const std::string prefix = "conv" + std::to_string(layer) + "/tile" + std::to_string(tile);
        for (const char* name : {"pcm_drift", "adc", "output_noise@t=1", "output_noise@t=3600"}) {
          keys.push_back(packed(stream_key(seed, prefix + "/positive/" + name)));
          keys.push_back(packed(stream_key(seed << 40, prefix + "/negative/" + name)));
        }
      }
    }
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

TEST(Stream, TimesAreTheirShortestDecimal) {
  EXPECT_EQ(at_time(0.0), "@t=0");
  EXPECT_EQ(at_time(1.0), "@t=1");
  EXPECT_EQ(at_time(3600.0), "@t=3600");
  EXPECT_EQ(at_time(0.1), "@t=0.1");
  EXPECT_EQ(at_time(31536000.0), "@t=31536000");
  EXPECT_NE(at_time(1.0), at_time(1.0000000000000002));
}

}  // namespace
}  // namespace imcbench
