// SPDX-License-Identifier: Apache-2.0
// A network that has absorbed the normalization of its inputs computes the same function.
#include "suites/models/import/normalize_inputs.h"

#include <gtest/gtest.h>

#include "kernels/network/digital_forward.h"
#include "suites/models/topology.h"
#include "suites/trainer/parameters.h"
#include "tests/datasets/support.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kSamples = 5, kClasses = 4;
constexpr Shape kInput{6, 1, 3};
const InputStatistics kStatistics{{-60.0f, 3.0f, 0.5f}, {80.0f, 10.0f, 0.25f}};

Network with_first(void (*append)(Network&)) {
  Network net;
  net.input = kInput;
  append(net);
  append_product(net, "out", make_linear(net.output(), kClasses));
  net.classes = kClasses;
  initialize_weights(net, {Init::uniform, 0.05f, 1.0f}, 3);
  return net;
}

std::vector<float> outputs(const Network& net, const std::vector<float>& values) {
  std::vector<float> x(values.size());
  normalize_values(net, values.data(), kSamples, x.data());
  DigitalForward forward(net, kSamples);
  const float* y = forward.run(x.data(), kSamples);
  return {y, y + kSamples * kClasses};
}

// Inputs of the statistics' size, and what the network makes of them.
void expect_same_function(void (*append)(Network&)) {
  const Network before = with_first(append);
  Network after = before;
  normalize_inputs(after, kStatistics, "net");
  EXPECT_EQ(after.mean, kStatistics.mean);
  EXPECT_EQ(after.std, kStatistics.std);
  std::vector<float> values = test::normals("values", kSamples * kInput.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = kStatistics.mean[i % 3] + kStatistics.std[i % 3] * values[i];
  }
  const std::vector<float> expected = outputs(before, values), found = outputs(after, values);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(found[i], expected[i], 2e-5) << i;
    EXPECT_GT(std::abs(expected[i]), 1e-4) << "says nothing";
  }
}

TEST(NormalizeInputs, OfAnLstmWithProjection) {
  expect_same_function(
      [](Network& net) { append_recurrent(net, "lstm", make_lstm(net.output(), 7, 5, true)); });
}

TEST(NormalizeInputs, OfAGru) {
  expect_same_function([](Network& net) { append_recurrent(net, "gru", make_gru(net.output(), 7)); });
}

TEST(NormalizeInputs, OfALayerOfEveryPosition) {
  expect_same_function(
      [](Network& net) { append_product(net, "all", make_per_position(net.output(), 5)); });
}

TEST(NormalizeInputs, OfALinearLayer) {
  expect_same_function(
      [](Network& net) { append_product(net, "fc", make_linear(net.output(), 5)); });
}

TEST(NormalizeInputs, OfAPaddedConvolutionIsRefused) {
  Network net = with_first(
      [](Network& n) { append_product(n, "conv", make_conv2d(n.output(), 2, 3, 1, 1)); });
  test::expect_contains(test::input_error_of([&] { normalize_inputs(net, kStatistics, "--x"); }),
                        "--x: the first layer, 'conv', cannot absorb");
}

TEST(NormalizeInputs, OfAConvolutionThatPassesOverTheFeaturesIsRefused) {
  Network net;
  net.input = {kInput.height, kInput.channels, 1};
  append_product(net, "conv", make_conv2d(net.output(), 2, 2, 1, 0));
  test::expect_contains(test::input_error_of([&] { normalize_inputs(net, kStatistics, "--x"); }),
                        "does not pass over the features");
}

}  // namespace
}  // namespace imcbench
