// SPDX-License-Identifier: Apache-2.0
// Formulas of single ingredients against closed forms and finite differences.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "kernels/core/check.h"
#include "kernels/layers/softmax_cross_entropy.h"
#include "suites/optimizations/hardware_aware/list.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

TEST(IngredientList, DeclaresEveryIngredientOnceWithSourceAndRanges) {
  std::set<std::string> kinds;
  for (const IngredientRecord& record : ingredient_records()) {
    EXPECT_TRUE(kinds.insert(record.kind).second) << record.kind;
    EXPECT_NE(std::string(record.source), "");
    for (const ParamInfo& info : record.params) {
      EXPECT_LE(info.min, info.default_value) << record.kind << "." << info.name;
      EXPECT_GE(info.max, info.default_value) << record.kind << "." << info.name;
      EXPECT_NE(std::string(info.source), "");
    }
  }
  EXPECT_EQ(kinds.size(), 11u);
}

LearnedInputRange learned_range() { return {3.0, 100, 0.001, 0.95, 0.1}; }

TEST(LearnedInputRange, StartsAsTheRunningMeanOfThreeDeviations) {
  const LearnedInputRange rule = learned_range();
  float range = 0.0f;
  double mean = 0.0;
  for (std::uint32_t step = 0; step < 100; ++step) {
    // count values half of which are -d and half +d + 1: standard deviation d + 1/2.
    const double d = 1.0 + 0.01 * step;
    const InputSums inputs{100, 100, 50.0, 50.0 * d * d + 50.0 * (d + 1.0) * (d + 1.0), -7.0};
    mean += 3.0 * (d + 0.5) / 100.0;
    range = rule.after_step(range, inputs, step, 1.0);
  }
  EXPECT_NEAR(range, mean, 1e-4);
}

TEST(LearnedInputRange, ThenFollowsClippedInputsAndDecays) {
  const LearnedInputRange rule = learned_range();
  // 97 of 100 within: decays; 90 of 100: does not. The slope of the loss is relative to the range.
  const InputSums many{100, 97, 0.0, 100.0, -0.02}, few{100, 90, 0.0, 100.0, -0.02};
  EXPECT_NEAR(rule.after_step(2.0f, many, 100, 0.5), 2.0 - 0.1 * 0.5 * 2.0 * (-0.02 + 0.001), 1e-6);
  EXPECT_NEAR(rule.after_step(2.0f, few, 100, 0.5), 2.0 - 0.1 * 0.5 * 2.0 * -0.02, 1e-6);
}

// (1 - w) CE + w T^2 KL(softmax(t / T) || softmax(z / T)) in double.
double distillation_loss(const std::vector<double>& z, const std::vector<double>& t,
                         std::uint32_t label, double w, double temperature) {
  const auto log_softmax = [](const std::vector<double>& logits, double divisor, std::size_t n) {
    double sum = 0.0;
    for (const double logit : logits) sum += std::exp(logit / divisor);
    return logits[n] / divisor - std::log(sum);
  };
  double kl = 0.0;
  for (std::size_t n = 0; n < z.size(); ++n) {
    const double taught = log_softmax(t, temperature, n);
    kl += std::exp(taught) * (taught - log_softmax(z, temperature, n));
  }
  return -(1.0 - w) * log_softmax(z, 1.0, label) + w * temperature * temperature * kl;
}

TEST(Distillation, GradientEqualsFiniteDifferences) {
  constexpr std::uint32_t kClasses = 7, kLabel = 2;
  const std::vector<float> z = test::normals("distillation/student", kClasses);
  const std::vector<float> t = test::normals("distillation/teacher", kClasses);
  const std::vector<double> taught = test::to_doubles(t);
  for (const auto& [w, temperature] : {std::pair{0.3, 2.0}, {1.0, 4.0}, {0.0, 1.0}, {0.7, 0.5}}) {
    const Distillation rule{static_cast<float>(w), static_cast<float>(temperature)};
    const float scale = 0.25f;
    std::vector<float> gradient(kClasses);
    score_kernels().gradient(z.data(), kClasses, kLabel, gradient.data());
    for (float& g : gradient) g *= scale;
    rule.mix(score_kernels(), z.data(), t.data(), kClasses, scale, gradient.data());
    for (std::uint32_t n = 0; n < kClasses; ++n) {
      std::vector<double> up = test::to_doubles(z), down = up;
      up[n] += 1e-5;
      down[n] -= 1e-5;
      const double slope = (distillation_loss(up, taught, kLabel, w, temperature) -
                            distillation_loss(down, taught, kLabel, w, temperature)) /
                           2e-5;
      EXPECT_NEAR(gradient[n], scale * slope, 1e-6) << w << " " << temperature << " " << n;
    }
  }
}

TEST(AnalogForward, TakesParametersFromTheHardwareAndRefusesWhatItCannotTrainOn) {
  Hardware hardware = Hardware::standard();
  hardware["adc"].values.set("steps", 62);
  Hardware part = AnalogForward{true}.taking_part(hardware, "here");
  EXPECT_EQ(part["adc"].values["steps"], 62.0);
  EXPECT_TRUE(part["ir_drop"].enabled);
  EXPECT_FALSE(part["pcm_programming_noise"].enabled);
  EXPECT_FALSE((AnalogForward{false}.taking_part(hardware, "here"))["ir_drop"].enabled);
  hardware["bit_serial"].enabled = true;
  EXPECT_THROW(AnalogForward{true}.taking_part(hardware, "here"), InputError);
}

}  // namespace
}  // namespace imcbench
