// SPDX-License-Identifier: Apache-2.0
#include "datasets/glyphs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "kernels/core/check.h"
#include "kernels/core/random.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kSegmentPixels = 24;
constexpr std::uint32_t kSegments = 7;
using Curve = std::vector<double>;

// P(byte = b) around a level, from the error function of the C library: independent of random.h.
Curve byte_distribution(double level) {
  const auto cdf = [&](double edge) {
    return 0.5 * std::erfc(-(edge - level) / (kGlyphSigma * std::sqrt(2.0)));
  };
  Curve p(256);
  for (int b = 0; b < 256; ++b) {
    p[b] = (b == 255 ? 1.0 : cdf(b + 0.5)) - (b == 0 ? 0.0 : cdf(b - 0.5));
  }
  return p;
}

// For every digit the log-likelihood of the pixels, up to a term common to all digits.
std::uint8_t most_likely(const std::uint8_t* pixels, const Curve& ratio) {
  std::array<double, kGlyphClasses> score{};
  for (std::uint32_t k = 0; k < kGlyphClasses; ++k) {
    const auto image = glyph_template(k);
    for (std::uint32_t i = 0; i < kGlyphPixels; ++i) {
      if (image[i] == kGlyphInk) score[k] += ratio[pixels[i]];
    }
  }
  return static_cast<std::uint8_t>(std::max_element(score.begin(), score.end()) - score.begin());
}

double accuracy(const Dataset& data, const Curve& ratio) {
  std::uint32_t right = 0;
  for (std::uint32_t i = 0; i < data.count; ++i) {
    right += most_likely(&data.pixels[i * data.sample_size()], ratio) == data.labels[i];
  }
  return static_cast<double>(right) / data.count;
}

// log P(byte | ink) - log P(byte | paper): the exact maximum-likelihood classifier.
Curve exact_ratio() {
  const Curve ink = byte_distribution(kGlyphInk), paper = byte_distribution(kGlyphPaper);
  Curve ratio(256);
  for (int b = 0; b < 256; ++b) ratio[b] = std::log(ink[b] / paper[b]);
  return ratio;
}

// The nearest template, a linear classifier: byte minus the middle of ink and paper.
Curve linear_ratio() {
  Curve ratio(256);
  for (int b = 0; b < 256; ++b) ratio[b] = b - 0.5 * (kGlyphInk + kGlyphPaper);
  return ratio;
}

// Which segments each digit lights, read off the templates: pixel s of segment s.
using Lit = std::array<std::array<bool, kSegments>, kGlyphClasses>;
Lit lit_segments() {
  constexpr std::uint32_t kInside[kSegments][2] = {{2, 13}, {7, 19}, {18, 19}, {24, 13},
                                                   {18, 8}, {7, 8},  {13, 13}};
  Lit lit{};
  for (std::uint32_t k = 0; k < kGlyphClasses; ++k) {
    const auto image = glyph_template(k);
    for (std::uint32_t s = 0; s < kSegments; ++s) {
      lit[k][s] = image[kInside[s][0] * kGlyphSide + kInside[s][1]] == kGlyphInk;
    }
  }
  return lit;
}

// Draws from the sum of 24 bytes around a level, by inversion of its exact distribution.
class SegmentSum {
 public:
  explicit SegmentSum(double level) : start_(kGuide + 1) {
    const Curve one = byte_distribution(level);
    Curve sum{1.0};
    for (std::uint32_t n = 0; n < kSegmentPixels; ++n) {
      Curve next(sum.size() + 255, 0.0);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        for (std::size_t b = 0; b < 256; ++b) next[i + b] += sum[i] * one[b];
      }
      sum.swap(next);
    }
    cumulative_.resize(sum.size());
    std::partial_sum(sum.begin(), sum.end(), cumulative_.begin());
    for (std::size_t g = 0; g <= kGuide; ++g)
      start_[g] = first_above(static_cast<double>(g) / kGuide, 0);
  }
  // The sum less 24 times the middle level.
  int operator()(double u) const {
    const std::size_t i = first_above(u, start_[static_cast<std::size_t>(u * kGuide)]);
    return static_cast<int>(i) - static_cast<int>(kSegmentPixels) * (kGlyphInk + kGlyphPaper) / 2;
  }

 private:
  static constexpr std::size_t kGuide = 1 << 16;
  std::size_t first_above(double u, std::size_t i) const {
    while (i + 1 < cumulative_.size() && cumulative_[i] <= u) ++i;
    return i;
  }
  Curve cumulative_;
  std::vector<std::size_t> start_;
};

// Probability that this evidence is classified right; equal scores share it.
double share_right(const Lit& lit, std::uint32_t truth,
                   const std::array<int, kSegments>& evidence) {
  int equal = 1;
  for (std::uint32_t other = 0; other < kGlyphClasses; ++other) {
    if (other == truth) continue;
    int sum = 0;
    for (std::uint32_t s = 0; s < kSegments; ++s) {
      if (lit[truth][s] != lit[other][s]) sum += evidence[s];
    }
    if (sum < 0) return 0.0;
    equal += sum == 0;
  }
  return 1.0 / equal;
}

// The method documented at glyph_bayes_accuracy.
double estimate_bayes_accuracy(std::uint64_t draws, std::uint64_t seed) {
  const Lit lit = lit_segments();
  const SegmentSum ink(kGlyphInk), paper(kGlyphPaper);
  std::mt19937_64 random(seed);
  double right = 0.0;
  for (std::uint64_t n = 0; n < draws; ++n) {
    const std::uint32_t truth = n % kGlyphClasses;
    std::array<int, kSegments> evidence;  // positive: favours the truth
    for (std::uint32_t s = 0; s < kSegments; ++s) {
      const double u = static_cast<double>(random() >> 11) * 0x1p-53;
      evidence[s] = lit[truth][s] ? ink(u) : -paper(u);
    }
    right += share_right(lit, truth, evidence);
  }
  return right / static_cast<double>(draws);
}

double standard_error(double p, double n) { return std::sqrt(p * (1.0 - p) / n); }

TEST(Glyphs, EverySegmentHas24PixelsOfItsOwn) {
  const Lit lit = lit_segments();
  for (std::uint32_t k = 0; k < kGlyphClasses; ++k) {
    const auto image = glyph_template(k);
    const auto ink = std::count(image.begin(), image.end(), kGlyphInk);
    EXPECT_EQ(ink, kSegmentPixels * std::count(lit[k].begin(), lit[k].end(), true)) << k;
    EXPECT_EQ(ink + std::count(image.begin(), image.end(), kGlyphPaper), kGlyphPixels) << k;
    for (std::uint32_t other = 0; other < k; ++other) EXPECT_NE(lit[k], lit[other]);
  }
}

TEST(Glyphs, SampleIsTheOneAtItsAddress) {
  const Dataset data = make_glyphs("test", 50);
  for (const std::uint32_t i : {0u, 1u, 49u}) {
    const DrawAddress label{kGlyphStream, 1, i, 0}, noise{kGlyphStream, 1, i, 1};
    const auto digit = static_cast<std::uint32_t>(std::uint64_t{draw_word(label, 0)} * 10 >> 32);
    ASSERT_EQ(data.labels[i], digit);
    const auto image = glyph_template(digit);
    for (std::uint32_t p = 0; p < kGlyphPixels; ++p) {
      const double z = normal_of(draw_word(noise, p));
      const double value = std::clamp(image[p] + double{kGlyphSigma} * z, 0.0, 255.0);
      // Within rounding, and a hair for the single precision of the code.
      ASSERT_NEAR(data.pixels[i * kGlyphPixels + p], value, 0.5001) << i << ' ' << p;
    }
  }
}

TEST(Glyphs, FirstSamplesDoNotDependOnTheCount) {
  const Dataset few = make_glyphs("train", 7), many = make_glyphs("train", 300);
  EXPECT_TRUE(std::equal(few.pixels.begin(), few.pixels.end(), many.pixels.begin()));
  EXPECT_TRUE(std::equal(few.labels.begin(), few.labels.end(), many.labels.begin()));
  EXPECT_NE(few.pixels, make_glyphs("test", 7).pixels);
  EXPECT_EQ(make_glyphs("train", 0).count, 0u);
  EXPECT_THROW(make_glyphs("valid", 7), InputError);
}

// Chi-squared, 9 degrees of freedom: above 45 with probability 9e-7 for a correct generator.
TEST(Glyphs, LabelsAreUniform) {
  const Dataset data = make_glyphs("train", 20000);
  double chi2 = 0.0;
  for (std::uint8_t k = 0; k < kGlyphClasses; ++k) {
    const auto n = static_cast<double>(std::count(data.labels.begin(), data.labels.end(), k));
    chi2 += (n - 2000.0) * (n - 2000.0) / 2000.0;
  }
  EXPECT_LT(chi2, 45.0);
}

// Two-sided, 5 standard errors of both numbers: a correct program fails for 6e-7 of the streams.
TEST(Glyphs, MaximumLikelihoodReachesTheStatedBayesAccuracy) {
  const BayesAccuracy stated = glyph_bayes_accuracy();
  const Dataset data = make_glyphs("test", 60000);
  const double error = std::hypot(standard_error(stated.accuracy, data.count), stated.uncertainty);
  const double exact = accuracy(data, exact_ratio());
  EXPECT_NEAR(exact, stated.accuracy, 5.0 * error);
  // The linear classifier decides alike but for samples near a tie.
  EXPECT_NEAR(accuracy(data, linear_ratio()), exact, 1e-3);
  RecordProperty("accuracy", std::to_string(exact));
}

// Same false-alarm rate as above, for seeds.
TEST(Glyphs, StatedBayesAccuracyFollowsFromTheMethod) {
  const BayesAccuracy stated = glyph_bayes_accuracy();
  const double draws = 2e6;
  const double error = std::hypot(standard_error(stated.accuracy, draws), stated.uncertainty);
  EXPECT_NEAR(estimate_bayes_accuracy(2'000'000, 1), stated.accuracy, 5.0 * error);
}

// About two minutes. With --gtest_also_run_disabled_tests it prints 0.9480809, see glyphs.h.
TEST(Glyphs, DISABLED_RecomputeBayesAccuracy) {
  const double p = estimate_bayes_accuracy(1'000'000'000, 2);
  std::printf("Bayes accuracy %.7f, standard error %.1e\n", p, standard_error(p, 1e9));
}

}  // namespace
}  // namespace imcbench
