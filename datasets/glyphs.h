// SPDX-License-Identifier: Apache-2.0
// "glyphs": a synthetic data set whose best possible accuracy is known.
//
// Class k is the seven-segment digit k on 28 x 28 pixels. Every segment has 24 pixels and no two
// segments share one. With z standard normal and drawn by address (kernels/core/random.h),
//
//   pixel = clamp(round(level + sigma * z), 0, 255),   level = ink on the digit, paper elsewhere
//
//   label   draw_word({stream, split, sample, slot 0}, element 0), scaled to 0..9: uniform
//   z       normal_of(draw_word({stream, split, sample, slot 1}, element row * 28 + column))
//
// where split (0 train, 1 test) takes the place of the chip and the sample index that of the read.
// So sample i of a split is the same whatever the count, on every machine.
//
// Noise and priors are equal for all classes: the best classifier is the nearest template, which is
// linear, w_k = template_k and b_k = -|template_k|^2 / 2. One crossbar layer can hold it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "datasets/dataset.h"
#include "kernels/core/philox.h"

namespace imcbench {

inline constexpr std::uint32_t kGlyphSide = 28;
inline constexpr std::uint32_t kGlyphPixels = kGlyphSide * kGlyphSide;
inline constexpr std::uint32_t kGlyphClasses = 10;
inline constexpr std::uint8_t kGlyphInk = 140;
inline constexpr std::uint8_t kGlyphPaper = 116;
inline constexpr float kGlyphSigma = 32.0f;
// ASCII "glyp", "hs_1". A change of the constant, of a level or of a template is a new data set.
inline constexpr PhiloxKey kGlyphStream{0x676c7970u, 0x68735f31u};

// [row][column]: kGlyphInk or kGlyphPaper.
std::array<std::uint8_t, kGlyphPixels> glyph_template(std::uint32_t digit);

// The first `count` samples of "train" or "test". The sha256 is of what was made.
Dataset make_glyphs(std::string_view split, std::uint32_t count);

// Accuracy of the best classifier on infinitely many samples.
//
// Method: the evidence for a segment is the sum of its 24 bytes, whose exact distribution is the
// 24-fold convolution of the distribution of one byte. A sample is classified right when, for every
// other digit, the evidence summed over the segments in which the two differ favours the truth.
// That is a probability in seven dimensions, here the mean of 2e9 independent draws (two runs of
// 1e9: 0.9480854 and 0.9480809): standard error 5e-6. Neglected: clamping (probability 1.7e-4 per
// byte) makes the exact log-likelihood ratio of a byte slightly nonlinear; using it instead of the
// sum changes the accuracy by less than 1e-5. The test DISABLED_RecomputeBayesAccuracy in
// tests/datasets/glyphs_test.cpp repeats the computation.
struct BayesAccuracy {
  double accuracy;
  double uncertainty;  // statistical and neglected parts together
};
BayesAccuracy glyph_bayes_accuracy();

}  // namespace imcbench
