// SPDX-License-Identifier: Apache-2.0
#include "datasets/glyphs.h"

#include "kernels/core/check.h"
#include "kernels/core/draws.h"
#include "kernels/core/math.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kLabelSlot = 0;
constexpr std::uint32_t kPixelSlot = 1;

struct Segment {
  std::uint32_t row, column, height, width;
};

// a top, b and c right, d bottom, e and f left, g middle; clockwise as usual.
constexpr Segment kSegments[7] = {
    {1, 10, 3, 8}, {4, 18, 8, 3}, {15, 18, 8, 3}, {23, 10, 3, 8},
    {15, 7, 8, 3}, {4, 7, 8, 3},  {12, 10, 3, 8},
};

// Bit i: segment i is lit.
constexpr std::uint32_t kDigits[kGlyphClasses] = {0b0111111, 0b0000110, 0b1011011, 0b1001111,
                                                  0b1100110, 0b1101101, 0b1111101, 0b0000111,
                                                  0b1111111, 0b1101111};

std::uint32_t split_index(std::string_view split) {
  if (split == "train") return 0;
  if (split == "test") return 1;
  const std::string names[] = {"train", "test"};
  input_error("glyphs: unknown split '{}'{}", split, suggestion(split, names));
}

using Template = std::array<std::uint8_t, kGlyphPixels>;

// out[28][28]
void draw_sample(const DrawAddress& address, const Template& level, std::uint8_t* out) {
  constexpr std::uint32_t kRoom = (kGlyphPixels + kDrawGroup - 1) / kDrawGroup * kDrawGroup;
  float z[kRoom];
  draw_kernels().fill_normals(address, 0, kGlyphPixels, z);
  for (std::uint32_t i = 0; i < kGlyphPixels; ++i) {
    const float value = round_even(fma_rn(kGlyphSigma, z[i], static_cast<float>(level[i])));
    out[i] = static_cast<std::uint8_t>(clamp_f(value, 0.0f, 255.0f));
  }
}

}  // namespace

Template glyph_template(std::uint32_t digit) {
  IMC_EXPECT(digit < kGlyphClasses);
  Template image;
  image.fill(kGlyphPaper);
  for (std::uint32_t s = 0; s < 7; ++s) {
    if ((kDigits[digit] >> s & 1u) == 0) continue;
    const Segment& box = kSegments[s];
    for (std::uint32_t row = box.row; row < box.row + box.height; ++row) {
      for (std::uint32_t column = box.column; column < box.column + box.width; ++column) {
        image[row * kGlyphSide + column] = kGlyphInk;
      }
    }
  }
  return image;
}

Dataset make_glyphs(std::string_view split, std::uint32_t count) {
  const std::uint32_t part = split_index(split);
  std::array<Template, kGlyphClasses> templates;
  for (std::uint32_t k = 0; k < kGlyphClasses; ++k) templates[k] = glyph_template(k);
  Dataset data;
  data.name = "glyphs";
  data.split = split;
  data.count = count;
  data.height = data.width = kGlyphSide;
  data.classes = kGlyphClasses;
  data.pixels.resize(std::size_t{count} * kGlyphPixels);
  data.labels.resize(count);
#pragma omp parallel for schedule(static)
  for (std::uint32_t i = 0; i < count; ++i) {
    const DrawAddress label{kGlyphStream, part, i, kLabelSlot};
    const DrawAddress noise{kGlyphStream, part, i, kPixelSlot};
    const auto digit =
        static_cast<std::uint8_t>(std::uint64_t{draw_word(label, 0)} * kGlyphClasses >> 32);
    data.labels[i] = digit;
    draw_sample(noise, templates[digit], data.pixels.data() + std::size_t{i} * kGlyphPixels);
  }
  data.sha256 = content_sha256(data);
  return data;
}

BayesAccuracy glyph_bayes_accuracy() { return {0.948083, 2e-5}; }

}  // namespace imcbench
