// SPDX-License-Identifier: Apache-2.0
// "associative-recall": eight pairs of a key and a value, then one of the keys; the answer is the
// value that stood behind it. What a network with attention does with ease and a small recurrent one
// hardly at all; the best predictor is always right.
//
//   tokens 0 .. 15 are keys, 16 .. 23 values; a sample is k v k v ... k v q, 17 tokens
//   label  0 .. 7: the value of key q
//
// The keys of a sample are distinct. With draw_word({stream, split, sample, slot}, element), split 0
// for train and 1 for test: keys are the first eight of the sixteen in the order of their words
// (slot 0, element key), values the top three bits (slot 1, element pair), the pair asked for the
// top three bits (slot 2, element 0).
#pragma once

#include <cstdint>
#include <string_view>

#include "datasets/dataset.h"
#include "kernels/core/philox.h"

namespace imcbench {

inline constexpr std::uint32_t kRecallPairs = 8, kRecallKeys = 16, kRecallValues = 8;
inline constexpr std::uint32_t kRecallLength = 2 * kRecallPairs + 1;
// ASCII "reca", "ll_1". A change of the constant or of a size is a new data set.
inline constexpr PhiloxKey kRecallStream{0x72656361u, 0x6c6c5f31u};

// The first `count` samples of "train" or "test". Name, split and sha256 are left to the caller.
Dataset make_recall(std::string_view split, std::uint32_t count);

}  // namespace imcbench
