// SPDX-License-Identifier: Apache-2.0
// The map from words to normals, over ALL 2^32 words, against the inverse CDF in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <vector>

#include "tests/core/word_kernels.h"

namespace imcbench {
namespace {

// Claim of kernels/core/random.h: |error| <= kMaxError * max(1, |z|).
constexpr double kMaxError = 5e-7;
// Consecutive words may give normals that fall, by rounding, by no more than this: the true bound,
// two units in the last place at |z| >= 4. Measured over all words.
constexpr float kMaxFall = 0x1p-20f;

constexpr std::uint32_t kHalf = 0x80000000u;  // words from here on give z > 0
constexpr std::uint32_t kBlock = 1024;
// Below this word the Taylor blocks are too coarse (their error is 3e-14 at this word).
constexpr std::uint32_t kExactWords = 1u << 20;

// Without vector instructions fma is a function call: 1/64 of the words.
std::uint32_t stride_of_blocks() {
  const bool slow = active_isa() == Isa::generic;
#if defined(__SANITIZE_ADDRESS__)
  return 256;
#endif
  return slow ? 64 : 1;
}

double probability(double word) { return (word + 0.5) * 0x1p-32; }

// The lower half, p < 1/2; boost::math::erfc_inv is accurate to a few 1e-16.
double exact_normal(double word) {
  return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * probability(word));
}

// z' = 1 / density, z'' = z z'^2, z''' = (1 + 2 z^2) z'^3, in units of one word.
NormalTaylor taylor_at(double word) {
  const double z = exact_normal(word);
  const double slope = std::sqrt(2.0 * std::acos(-1.0)) * std::exp(0.5 * z * z) * 0x1p-32;
  return {word,
          {z, slope, z * slope * slope / 2.0, (1.0 + 2.0 * z * z) * slope * slope * slope / 6.0}};
}

// Reference of the reference: scipy 1.10.1, ndtri((word + 0.5) / 2**32).
TEST(NormalMap, ReferenceMatchesScipy) {
  const struct {
    std::uint32_t word;
    double z;
  } table[] = {{0u, -6.3379577545537895},
               {1u, -6.166429517819751},
               {1000u, -5.039851125968712},
               {1048576u, -3.48710397659169},
               {123456789u, -1.8995739955060655},
               {1073741824u, -0.6744897498297384},
               {2147483647u, -2.918099372916623e-10}};
  for (const auto& row : table) {
    EXPECT_NEAR(exact_normal(row.word), row.z, 1e-14 * std::fabs(row.z) + 1e-16) << row.word;
  }
}

TEST(NormalMap, TailsWordByWord) {
  std::vector<float> z(kExactWords);
  word_kernels().normals(0, kExactWords, z.data());
  double worst = 0.0;
#pragma omp parallel for reduction(max : worst)
  for (std::uint32_t w = 0; w < kExactWords; ++w) {
    const double exact = exact_normal(w);
    const double error = std::fabs(static_cast<double>(z[w]) - exact) / std::fabs(exact);
    worst = std::max(worst, error);
  }
  std::printf("normal_of: |error| / |z| <= %.3g in the tails, %.3f <= |z| <= %.3f\n", worst,
              -exact_normal(kExactWords - 1), -exact_normal(0));
  EXPECT_LE(worst, kMaxError);
  EXPECT_NEAR(z[0], exact_normal(0), 6.34 * kMaxError);
}

struct Sweep {
  double error = 0.0;  // largest |error| / max(1, |z|)
  float fall = 0.0f;   // largest fall from one word to the next
  bool mirror = true;  // z(~w) = -z(w) to the bit
};

// One block of the lower half and the next word, and the mirror words of both.
Sweep sweep_block(std::uint32_t first) {
  float z[kBlock + 1], z_mirror[kBlock + 1];
  const WordKernels& kernels = word_kernels();
  kernels.normals(first, kBlock + 1, z);
  kernels.normals(~first - kBlock, kBlock + 1, z_mirror);
  Sweep block{0.0, kernels.largest_fall(z, kBlock + 1), kernels.mirrored(z, z_mirror, kBlock + 1)};
  if (first >= kExactWords) {
    block.error = kernels.normal_error(taylor_at(first + kBlock / 2), first, kBlock, z);
  }
  return block;
}

// The mirror half has the same errors and falls, once it is the mirror.
TEST(NormalMap, AllWordsAccurateRisingAndMirrored) {
  const std::uint32_t stride = stride_of_blocks();
  double error = 0.0;
  float fall = 0.0f;
  bool mirror = true;
#pragma omp parallel for schedule(static) reduction(max : error, fall) reduction(&& : mirror)
  for (std::uint32_t block = 0; block < kHalf / kBlock; block += stride) {
    const Sweep sweep = sweep_block(block * kBlock);
    error = std::max(error, sweep.error);
    fall = std::max(fall, sweep.fall);
    mirror = mirror && sweep.mirror;
  }
  std::printf(
      "normal_of, 1 block of %u: |error| / max(1, |z|) <= %.3g; largest fall %.3g = 2^%.2f\n",
      stride, error, static_cast<double>(fall), std::log2(static_cast<double>(fall)));
  EXPECT_LE(error, kMaxError);
  EXPECT_LE(fall, kMaxFall);
  EXPECT_TRUE(mirror);
}

TEST(NormalMap, SignIsTheTopBit) {
  for (const std::uint32_t w : {0u, 1u, kHalf - 2, kHalf - 1}) EXPECT_LT(normal_of(w), 0.0f);
  for (const std::uint32_t w : {kHalf, kHalf + 1, ~1u, ~0u}) EXPECT_GT(normal_of(w), 0.0f);
}

TEST(UniformMap, OpenIntervalExactAndRising) {
  EXPECT_EQ(uniform_of(0u), 0x1p-24f);
  EXPECT_EQ(uniform_of(~0u), 1.0f - 0x1p-24f);
  float last = 0.0f;
  for (std::uint32_t cell = 0; cell < (1u << 23); ++cell) {
    const float u = uniform_of(cell << 9);
    ASSERT_GT(u, last);
    ASSERT_EQ(static_cast<double>(u), (cell + 0.5) * 0x1p-23);
    ASSERT_EQ(u, uniform_of(cell << 9 | 0x1ffu));
    last = u;
  }
  EXPECT_LT(last, 1.0f);
}

TEST(LognormalMap, IsTheExponentialOfTheNormal) {
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::uint32_t word = philox({i, 0, 0, 0}, {1, 1}).w0;
    const double exact = std::exp(0.5 + 0.25 * static_cast<double>(normal_of(word)));
    ASSERT_NEAR(lognormal_of(word, 0.5f, 0.25f), exact, 5e-7 * exact);
  }
}

}  // namespace
}  // namespace imcbench
