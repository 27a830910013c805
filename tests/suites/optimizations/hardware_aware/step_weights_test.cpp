// SPDX-License-Identifier: Apache-2.0
// Noise and drop-connect of a step: moments against closed forms, and the same bits everywhere.
#include "suites/optimizations/hardware_aware/step_weights.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kInputs = 37, kOutputs = 21, kTileInputs = 20;  // tiles of 19 and 18 inputs
constexpr std::uint32_t kSteps = 400;
constexpr double kFiveSigma = 5.0;  // false alarms: 6e-7 a check

ProductLayer layer_of_normals() {
  ProductLayer layer = make_linear({1, 1, kInputs}, kOutputs);
  const std::vector<float> w = test::normals("step_weights", kInputs * kOutputs);
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    for (std::uint32_t n = 0; n < kOutputs; ++n)
      layer.weight[k * layer.ld() + n] = w[k * kOutputs + n];
  }
  return layer;
}

class StepWeightsTest : public testing::Test {
 protected:
  // The used weights of a step.
  ProductLayer step(std::uint32_t number, double epoch = 1e3, int threads = 1,
                    Isa isa = active_isa(), const float* gamma = nullptr) {
    ProductLayer used = clean_;
    panel_.assign(clean_.weight.size(), 0.0f);
    draw_step_weights(on_, StepStreams(7, "fc"), {number, epoch},
                      {clean_, scales_, gamma, used, panel_.data(), nullptr, false}, threads, isa);
    return used;
  }
  void set_noise(WeightNoise::Type type, double scale, double ramp = 0.0) {
    std::get<std::optional<WeightNoise>>(on_.all) = WeightNoise{type, scale, ramp};
  }
  void set_drop(float probability) {
    std::get<std::optional<DropConnect>>(on_.all) = DropConnect{probability};
  }
  // visit(k, n, place, full scale) for every weight.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::uint32_t k = 0; k < kInputs; ++k) {
      for (std::uint32_t n = 0; n < kOutputs; ++n) {
        visit(k * clean_.ld() + n, static_cast<double>(scales_.of_tile(k < 19 ? 0 : 1)[n]));
      }
    }
  }

  ProductLayer clean_ = layer_of_normals();
  FullScales scales_ = map_product(clean_, kTileInputs, true);
  Ingredients on_;
  std::vector<float> panel_;
};

// (W' - W) over its deviation is standard normal: mean 0, variance 1, no memory from step to step.
class NoiseLaw : public StepWeightsTest, public testing::WithParamInterface<WeightNoise::Type> {};

TEST_P(NoiseLaw, HasTheMomentsOfItsFormula) {
  set_noise(GetParam(), 3.0);
  double sum = 0.0, squares = 0.0, lagged = 0.0, count = 0.0;
  std::vector<double> before(clean_.weight.size(), 0.0);
  for (std::uint32_t s = 0; s < kSteps; ++s) {
    const ProductLayer used = step(s);
    for_each([&](std::size_t i, double m) {
      const double w = clean_.weight[i], u = std::abs(w) / m;
      const double sigma = GetParam() == WeightNoise::Type::additive ? 1.0
                           : GetParam() == WeightNoise::Type::multiplicative
                               ? u
                               : (0.26348 + 1.9650 * u - 1.1731 * u * u) / 25.0;
      const double xi = (used.weight[i] - w) / (3.0 * m * sigma);
      sum += xi;
      squares += xi * xi;
      lagged += xi * before[i];
      before[i] = xi;
      count += 1.0;
    });
  }
  EXPECT_LT(std::abs(sum) / std::sqrt(count), kFiveSigma);
  EXPECT_LT(std::abs(squares - count) / std::sqrt(2.0 * count), kFiveSigma);
  EXPECT_LT(std::abs(lagged) / std::sqrt(count), kFiveSigma);
}

INSTANTIATE_TEST_SUITE_P(Types, NoiseLaw,
                         testing::Values(WeightNoise::Type::pcm, WeightNoise::Type::additive,
                                         WeightNoise::Type::multiplicative));

TEST_F(StepWeightsTest, TheRampRisesLinearlyFromCleanWeights) {
  set_noise(WeightNoise::Type::additive, 2.0, 4.0);
  EXPECT_EQ(step(0, 0.0).weight, clean_.weight);
  const ProductLayer half = step(5, 2.0), full = step(5, 4.0), after = step(5, 9.0);
  EXPECT_EQ(full.weight, after.weight);
  for_each([&](std::size_t i, double m) {
    EXPECT_NEAR(half.weight[i] - clean_.weight[i], 0.5 * (full.weight[i] - clean_.weight[i]),
                1e-5 * m);
  });
}

TEST_F(StepWeightsTest, DropsTheWantedShareAndLeavesTheNoiseOfTheRest) {
  set_noise(WeightNoise::Type::pcm, 3.0);
  const ProductLayer noisy = step(3);
  set_drop(0.2f);
  const ProductLayer dropped = step(3);
  for_each([&](std::size_t i, double) {
    EXPECT_TRUE(dropped.weight[i] == 0.0f || dropped.weight[i] == noisy.weight[i]);
  });
  double zeros = 0.0, count = 0.0;
  for (std::uint32_t s = 0; s < kSteps; ++s) {
    const ProductLayer used = step(s);
    for_each([&](std::size_t i, double) {
      zeros += used.weight[i] == 0.0f ? 1.0 : 0.0;
      count += 1.0;
    });
  }
  EXPECT_LT(std::abs(zeros - 0.2 * count) / std::sqrt(count * 0.2 * 0.8), kFiveSigma);
}

TEST_F(StepWeightsTest, GivesTheSameBitsForAnyThreadsAndInstructionSet) {
  set_noise(WeightNoise::Type::pcm, 3.0);
  set_drop(0.1f);
  const ProductLayer expected = step(9);
  for (const Isa isa : available_isas()) {
    for (const int threads : {1, 3}) EXPECT_EQ(step(9, 1e3, threads, isa).weight, expected.weight);
  }
  EXPECT_NE(step(10).weight, expected.weight);
}

TEST_F(StepWeightsTest, PanelsAreInUnitsOfFullScaleAndWithoutTheColumnScale) {
  set_noise(WeightNoise::Type::pcm, 3.0);
  const ProductLayer plain = step(2);
  const std::vector<float> gamma(kOutputs, 3.0f);
  const ProductLayer scaled = step(2, 1e3, 1, active_isa(), gamma.data());
  for_each([&](std::size_t i, double m) {
    EXPECT_FLOAT_EQ(panel_[i], plain.weight[i] / static_cast<float>(m));
    EXPECT_EQ(scaled.weight[i], 3.0f * plain.weight[i]);
  });
}

}  // namespace
}  // namespace imcbench
