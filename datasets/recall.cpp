// SPDX-License-Identifier: Apache-2.0
#include "datasets/recall.h"

#include <algorithm>
#include <array>

#include "kernels/core/check.h"
#include "kernels/core/random.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kKeySlot = 0, kValueSlot = 1, kQuerySlot = 2;

// All keys, in the order of their words; equal words keep the order of the keys.
std::array<std::uint32_t, kRecallKeys> drawn_keys(const DrawAddress& address) {
  std::array<std::uint64_t, kRecallKeys> order;
  for (std::uint32_t key = 0; key < kRecallKeys; ++key) {
    order[key] = std::uint64_t{draw_word(address, key)} << 32 | key;
  }
  std::sort(order.begin(), order.end());
  std::array<std::uint32_t, kRecallKeys> keys;
  std::transform(order.begin(), order.end(), keys.begin(),
                 [](std::uint64_t entry) { return static_cast<std::uint32_t>(entry); });
  return keys;
}

void append_sample(std::uint32_t part, std::uint32_t sample, Dataset& data) {
  const auto keys = drawn_keys({kRecallStream, part, sample, kKeySlot});
  const DrawAddress value{kRecallStream, part, sample, kValueSlot};
  const std::uint32_t asked = draw_word({kRecallStream, part, sample, kQuerySlot}, 0) >> 29;
  for (std::uint32_t pair = 0; pair < kRecallPairs; ++pair) {
    data.values.push_back(static_cast<float>(keys[pair]));
    data.values.push_back(static_cast<float>(kRecallKeys + (draw_word(value, pair) >> 29)));
  }
  data.values.push_back(static_cast<float>(keys[asked]));
  data.labels.push_back(static_cast<std::uint16_t>(draw_word(value, asked) >> 29));
}

}  // namespace

Dataset make_recall(std::string_view split, std::uint32_t count) {
  IMC_EXPECT(split == "train" || split == "test");
  Dataset data;
  data.count = count;
  data.height = kRecallLength;
  data.width = 1;
  data.classes = kRecallValues;
  for (std::uint32_t i = 0; i < count; ++i) append_sample(split == "train" ? 0 : 1, i, data);
  for (std::uint32_t i = 0; i < kRecallKeys; ++i) data.vocabulary.push_back(fmt::format("k{}", i));
  for (std::uint32_t i = 0; i < kRecallValues; ++i) {
    data.vocabulary.push_back(fmt::format("v{}", i));
  }
  return data;
}

}  // namespace imcbench
