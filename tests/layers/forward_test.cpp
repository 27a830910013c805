// SPDX-License-Identifier: Apache-2.0
// Every layer kind against double-precision loops written from its definition.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "kernels/network/digital_forward.h"
#include "tests/layers/layer_cases.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::Doubles;
using test::LayerCase;

constexpr std::uint32_t kSamples = 5;

class Forward : public testing::TestWithParam<LayerCase> {};

// float32 sums of up to 400 terms of size 1: about 1e-6; a wrong index is off by 1e-1.
TEST_P(Forward, EqualsDoublePrecisionReferenceOnEveryInstructionSet) {
  Network network = GetParam().network;
  const auto reference = test::randomize(network);
  const std::size_t in = network.input.size(), out = network.output().size();
  const std::vector<float> x = test::inputs("x", kSamples * in, GetParam().vocabulary);
  for (const Isa isa : available_isas()) {
    DigitalForward forward(network, kSamples, isa);
    const float* y = forward.run(x.data(), kSamples);
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      const Doubles sample(x.begin() + s * in, x.begin() + (s + 1) * in);
      const Doubles expected = test::reference_forward(network, reference, sample);
      ASSERT_EQ(expected.size(), out);
      for (std::size_t i = 0; i < out; ++i) {
        ASSERT_NEAR(y[s * out + i], expected[i], 4e-6 * (1.0 + std::abs(expected[i])))
            << "sample " << s << " output " << i << " " << name_of(isa);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Layers, Forward, testing::ValuesIn(test::layer_cases()),
                         [](const auto& info) { return info.param.name; });

TEST(LayerCases, HoldEveryKindOfTheList) {
  std::set<std::string> kinds;
  for (const LayerCase& c : test::layer_cases()) {
    for (const Layer& layer : c.network.layers) kinds.insert(layer.kind());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<DigitalOp> + 4)
      << "linear, conv2d, lstm, gru, digital kinds";
}

TEST(Tanh, IsOddAndSaturatesAtOne) {
  const Tanh op{1};
  for (const float x : {0.0f, 1e-6f, 0.3f, 2.0f, 50.0f, 1e30f}) {
    const float minus = -x;
    EXPECT_EQ(op.forward(&minus, 0, 0), -op.forward(&x, 0, 0)) << x;
    EXPECT_NEAR(op.forward(&x, 0, 0), std::tanh(x), 2e-7) << x;
  }
}

TEST(Embedding, AnUnknownTokenGivesNan) {
  const Embedding op = Embedding::make({1, 1, 1}, {3, 1});
  const float table[] = {1.0f, 2.0f, 3.0f};
  for (const float token : {-1.0f, 3.0f, 0.5f, 1e30f, std::numeric_limits<float>::quiet_NaN()}) {
    EXPECT_TRUE(std::isnan(op.forward(&token, table, 0, 0))) << token;
  }
  const float last = 2.0f;
  EXPECT_EQ(op.forward(&last, table, 0, 0), 3.0f);
}

// What a query does not see, it does not read: a NaN there changes nothing.
TEST(Attention, CausalQueriesDoNotReadLaterPositions) {
  const Shape in{20, 1, 24};
  Network network;
  network.input = in;
  append_digital(network, "attention", Attention::make(in, {2, 1, 0.0f}));
  std::vector<float> x = test::normals("x", in.size());
  DigitalForward forward(network, 1);
  const float* y = forward.run(x.data(), 1);
  const std::vector<float> before(y, y + network.output().size());
  constexpr std::size_t kPosition = 13;
  std::fill_n(x.begin() + kPosition * 24, 24, std::numeric_limits<float>::quiet_NaN());
  y = forward.run(x.data(), 1);
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (i / 8 < kPosition) {
      EXPECT_EQ(y[i], before[i]) << i;
    } else {
      EXPECT_TRUE(std::isnan(y[i])) << i;
    }
  }
}

// The CPU's products and the GPU's stages are the same chains.
TEST(Attention, StagesGiveTheBitsOfTheKernels) {
  for (const LayerCase& c : test::layer_cases()) {
    const DigitalOp* digital = c.network.layers.front().digital();
    const Attention* op = digital ? std::get_if<Attention>(digital) : nullptr;
    if (op == nullptr) continue;
    const std::vector<float> x = test::normals("x", op->in.size());
    std::vector<float> scratch(op->scratch_floats(), NAN), y(c.network.output().size());
    for (std::uint32_t stage = 0; stage < Attention::kStages; ++stage) {
      for (std::uint32_t i = 0; i < op->stage_elements(stage); ++i) {
        op->stage(stage, x.data(), scratch.data(), y.data(), i);
      }
    }
    for (const Isa isa : available_isas()) {
      DigitalForward forward(c.network, 1, isa);
      const float* kernels = forward.run(x.data(), 1);
      EXPECT_EQ(std::vector<float>(kernels, kernels + y.size()), y) << c.name << name_of(isa);
    }
  }
}

TEST(MaxPool2d, GradientOfATieGoesToTheFirst) {
  const MaxPool2d op = MaxPool2d::make({2, 2, 1}, 2);
  const float x[] = {1.0f, 3.0f, 3.0f, 2.0f}, y = 3.0f, dy = 5.0f;
  float dx[4] = {};
  op.backward(x, &y, &dy, dx, 0, 0);
  EXPECT_EQ(std::vector<float>(dx, dx + 4), (std::vector<float>{0.0f, 5.0f, 0.0f, 0.0f}));
}

}  // namespace
}  // namespace imcbench
