// SPDX-License-Identifier: Apache-2.0
#include "datasets/temporal_xor.h"

#include "kernels/core/check.h"
#include "kernels/core/random.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kSignSlot = 0, kNoiseSlot = 1, kMarkSlot = 2;
constexpr std::uint32_t kHalf = kXorSteps / 2;

void append_sample(std::uint32_t part, std::uint32_t sample, Dataset& data) {
  const DrawAddress sign{kXorStream, part, sample, kSignSlot},
      noise{kXorStream, part, sample, kNoiseSlot}, mark{kXorStream, part, sample, kMarkSlot};
  std::uint16_t label = 0;
  for (std::uint32_t step = 0; step < kXorSteps; ++step) {
    const std::uint32_t half = step / kHalf;
    const auto marked = static_cast<std::uint32_t>(std::uint64_t{draw_word(mark, half)} * kHalf >> 32);
    const bool is_marked = step == half * kHalf + marked;
    const std::uint32_t bit = draw_word(sign, step) >> 31;
    const float z = normal_of(draw_word(noise, step));
    data.values.push_back(fma_rn(kXorSigma, z, bit != 0 ? 1.0f : -1.0f));
    data.values.push_back(is_marked ? 1.0f : 0.0f);
    if (is_marked) label ^= static_cast<std::uint16_t>(bit);
  }
  data.labels.push_back(label);
}

}  // namespace

Dataset make_temporal_xor(std::string_view split, std::uint32_t count) {
  IMC_EXPECT(split == "train" || split == "test");
  Dataset data;
  data.count = count;
  data.height = kXorSteps;
  data.width = 1;
  data.channels = 2;
  data.classes = 2;
  for (std::uint32_t i = 0; i < count; ++i) append_sample(split == "train" ? 0 : 1, i, data);
  return data;
}

}  // namespace imcbench
