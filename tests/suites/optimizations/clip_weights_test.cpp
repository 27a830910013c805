// SPDX-License-Identifier: Apache-2.0
// Clipping against numbers worked out by hand.
#include "suites/optimizations/clip_weights.h"

#include <gtest/gtest.h>

#include <cmath>

namespace imcbench {
namespace {

// Three inputs, two outputs; the padding of a row is marked to see that it is left alone.
Network small_network(const std::vector<float>& weights) {
  Network network;
  network.input = {1, 1, 3};
  append_product(network, "fc", make_linear(network.input, 2));
  ProductLayer& layer = *network.layers.front().product();
  for (float& w : layer.weight) w = 99.0f;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    layer.weight[i / 2 * layer.ld() + i % 2] = weights[i];
  }
  layer.bias = {50.0f, -50.0f};
  return network;
}

std::vector<float> weights_of(const Network& network) {
  const ProductLayer& layer = *network.layers.front().product();
  std::vector<float> weights;
  for (std::size_t i = 0; i < 6; ++i) weights.push_back(layer.weight[i / 2 * layer.ld() + i % 2]);
  return weights;
}

void clip(Network& network, double alpha) {
  ParamValues values = ParamValues::defaults(ClipWeights::params);
  values.set("alpha", alpha);
  find_optimization("clip_weights")->apply(network, values);
}

// Mean 1, deviations -3 -1 -1 -1 -1 7: sum of squares 62, standard deviation sqrt(62 / 6).
TEST(ClipWeights, cuts_at_alpha_standard_deviations_of_the_layer) {
  Network network = small_network({-2, 0, 0, 0, 0, 8});
  clip(network, 0.5);
  const auto limit = static_cast<float>(0.5 * std::sqrt(62.0 / 6.0));  // 1.607
  EXPECT_EQ(weights_of(network), (std::vector<float>{-limit, 0, 0, 0, 0, limit}));
}

TEST(ClipWeights, leaves_what_is_inside_bit_for_bit) {
  Network network = small_network({-2, 0.1f, 0, 0.3f, 0, 8});
  clip(network, 100.0);
  EXPECT_EQ(weights_of(network), (std::vector<float>{-2, 0.1f, 0, 0.3f, 0, 8}));
}

TEST(ClipWeights, touches_neither_biases_nor_padding) {
  Network network = small_network({-2, 0, 0, 0, 0, 8});
  clip(network, 0.1);
  const ProductLayer& layer = *network.layers.front().product();
  EXPECT_EQ(layer.bias, (std::vector<float>{50.0f, -50.0f}));
  for (std::size_t column = 2; column < layer.ld(); ++column) {
    EXPECT_EQ(layer.weight[column], 99.0f);
  }
}

TEST(ClipWeights, treats_every_layer_by_itself) {
  Network network = small_network({-2, 0, 0, 0, 0, 8});
  append_product(network, "fc2", make_linear({1, 1, 2}, 1));
  ProductLayer& second = *network.layers.back().product();
  second.weight[0] = -1.0f;
  second.weight[second.ld()] = 1.0f;  // mean 0, standard deviation 1
  clip(network, 0.5);
  EXPECT_EQ(second.weight[0], -0.5f);
  EXPECT_EQ(second.weight[second.ld()], 0.5f);
}

TEST(ClipWeights, leaves_a_layer_of_equal_weights) {
  Network network = small_network({3, 3, 3, 3, 3, 3});
  clip(network, 2.5);
  EXPECT_EQ(weights_of(network), std::vector<float>(6, 3.0f));
}

}  // namespace
}  // namespace imcbench
