// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/loss.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::Doubles;

constexpr std::uint32_t kClasses = 7, kLabel = 4;

// Cross-entropy against smoothed labels, from its definition.
double reference_loss(const Doubles& z, double smoothing) {
  double sum = 0.0, loss = 0.0;
  for (const double value : z) sum += std::exp(value);
  for (std::uint32_t n = 0; n < kClasses; ++n) {
    const double target = (n == kLabel ? 1.0 - smoothing : 0.0) + smoothing / kClasses;
    loss -= target * (z[n] - std::log(sum));
  }
  return loss;
}

TEST(Loss, GradientEqualsFiniteDifferences) {
  for (const float smoothing : {0.0f, 0.1f, 0.5f}) {
    const std::vector<float> z = test::normals("logits", kClasses);
    float gradient[kClasses];
    loss_gradient(score_kernels(), z.data(), kClasses, kLabel, smoothing, 1.0f, gradient);
    for (std::uint32_t n = 0; n < kClasses; ++n) {
      Doubles up = test::to_doubles(z), down = up;
      up[n] += 1e-5;
      down[n] -= 1e-5;
      const double slope = (reference_loss(up, smoothing) - reference_loss(down, smoothing)) / 2e-5;
      EXPECT_NEAR(gradient[n], slope, 5e-7) << "smoothing " << smoothing << " class " << n;
    }
  }
}

TEST(Loss, ScaleMultipliesTheGradient) {
  const std::vector<float> z = test::normals("logits", kClasses);
  float one[kClasses], quarter[kClasses];
  loss_gradient(score_kernels(), z.data(), kClasses, kLabel, 0.2f, 1.0f, one);
  loss_gradient(score_kernels(), z.data(), kClasses, kLabel, 0.2f, 0.25f, quarter);
  for (std::uint32_t n = 0; n < kClasses; ++n) EXPECT_EQ(quarter[n], 0.25f * one[n]);
}

TEST(Loss, ScoreEqualsTheDefinitionWithoutSmoothing) {
  for (int i = 0; i < 50; ++i) {
    std::vector<float> z = test::normals(fmt::format("score/{}", i), kClasses);
    for (float& value : z) value *= 5.0f;
    const Score s = score(z.data(), kClasses, kLabel);
    EXPECT_NEAR(s.loss_q24 * 0x1p-24, reference_loss(test::to_doubles(z), 0.0), 3e-6) << i;
    EXPECT_EQ(s.correct, std::max_element(z.begin(), z.end()) == z.begin() + kLabel);
    EXPECT_TRUE(s.finite);
  }
}

TEST(Loss, OfAnInfiniteOutputIsNotFiniteAndWrong) {
  for (const float bad : {INFINITY, -INFINITY, NAN}) {
    float z[kClasses] = {};
    z[kLabel] = 9.0f;
    z[1] = bad;
    const Score s = score(z, kClasses, kLabel);
    EXPECT_FALSE(s.finite);
    EXPECT_FALSE(s.correct);
    EXPECT_EQ(s.loss_q24, static_cast<std::int32_t>(kLossCap * kLossUnit));
  }
}

// Of 1,000 classes: several chunks and a part of one.
TEST(Loss, KernelsGiveTheBitsOfTheScalarScoreOnEveryInstructionSet) {
  constexpr std::uint32_t kMany = 1000;
  std::vector<float> z = test::normals("many", kMany);
  for (float& value : z) value *= 4.0f;
  const Score expected = score(z.data(), kMany, 17);
  float largest = z[0], sum = 0.0f;
  for (const float value : z) largest = std::max(largest, value);
  for (const float value : z) sum += exp_f(value - largest);
  for (const Isa isa : available_isas()) {
    const Score got = score_kernels(isa).score(z.data(), kMany, 17);
    EXPECT_EQ(got.loss_q24, expected.loss_q24) << name_of(isa);
    EXPECT_EQ(got.correct, expected.correct) << name_of(isa);
    std::vector<float> gradient(kMany);
    score_kernels(isa).gradient(z.data(), kMany, 17, gradient.data());
    for (std::uint32_t n = 0; n < kMany; ++n) {
      const float share = exp_f(z[n] - largest) / sum;
      ASSERT_EQ(gradient[n], n == 17 ? share - 1.0f : share) << name_of(isa) << " " << n;
    }
  }
}

TEST(Loss, KernelsRefuseOutputsThatAreNotFinite) {
  for (const float bad : {HUGE_VALF, std::nanf("")}) {
    std::vector<float> z(100, 0.0f);
    z[70] = bad;
    for (const Isa isa : available_isas()) {
      const Score got = score_kernels(isa).score(z.data(), 100, 3);
      EXPECT_FALSE(got.finite) << name_of(isa);
      EXPECT_FALSE(got.correct) << name_of(isa);
    }
  }
}

}  // namespace
}  // namespace imcbench
