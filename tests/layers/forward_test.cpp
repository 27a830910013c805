// SPDX-License-Identifier: Apache-2.0
// Every layer kind against double-precision loops written from its definition.
#include <gtest/gtest.h>

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
  const std::vector<float> x = test::normals("x", kSamples * in);
  for (const Isa isa : available_isas()) {
    DigitalForward forward(network, kSamples, isa);
    const float* y = forward.run(x.data(), kSamples);
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      const Doubles sample(x.begin() + s * in, x.begin() + (s + 1) * in);
      const Doubles expected = test::reference_forward(network, reference, sample);
      ASSERT_EQ(expected.size(), out);
      for (std::size_t i = 0; i < out; ++i) {
        ASSERT_NEAR(y[s * out + i], expected[i], 4e-6)
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

TEST(MaxPool2d, GradientOfATieGoesToTheFirst) {
  const MaxPool2d op = MaxPool2d::make({2, 2, 1}, 2);
  const float x[] = {1.0f, 3.0f, 3.0f, 2.0f}, y = 3.0f, dy = 5.0f;
  float dx[4] = {};
  op.backward(x, &y, &dy, dx, 0, 0);
  EXPECT_EQ(std::vector<float>(dx, dx + 4), (std::vector<float>{0.0f, 5.0f, 0.0f, 0.0f}));
}

}  // namespace
}  // namespace imcbench
