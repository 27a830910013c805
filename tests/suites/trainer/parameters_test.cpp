// SPDX-License-Identifier: Apache-2.0
// Where parameters lie in the one array, and how they start.
#include "suites/trainer/parameters.h"

#include <gtest/gtest.h>

#include <cmath>

namespace imcbench {
namespace {

constexpr std::uint32_t kUnits = 24, kProjection = 8, kFeatures = 10, kSteps = 3;

// lstm with projection and peepholes, gru, linear.
Network recurrent_network() {
  Network net;
  net.input = {kSteps, 1, kFeatures};
  append_recurrent(net, "lstm", make_lstm(net.output(), kUnits, kProjection, true));
  append_recurrent(net, "gru", make_gru(net.output(), kUnits));
  append_digital(net, "tanh", Tanh::make(net.output()));
  append_product(net, "fc", make_linear(net.output(), 5));
  net.classes = 5;
  return net;
}

TEST(Parameters, EverySlotIsTheWholeOfOnePart) {
  Network net = recurrent_network();
  const ParameterLayout layout = parameter_layout(net);
  std::size_t end = 0;
  for (const ParameterSlot& slot : layout.slots) {
    EXPECT_EQ(slot.first % kPanelPad, 0u);
    EXPECT_GE(slot.first, end);
    EXPECT_EQ(slot.count, parameters_of(net, slot).size());
    EXPECT_EQ(slot.decays, slot.part == ParameterPart::weight);
    end = slot.first + slot.count;
  }
  EXPECT_LE(end, layout.count);
  // lstm: gates, projection without bias, peepholes; gru: two products with bias; fc.
  EXPECT_EQ(layout.of_layer(0).size(), 4u);
  EXPECT_EQ(layout.of_layer(1).size(), 4u);
  EXPECT_TRUE(layout.of_layer(2).empty());
  EXPECT_EQ(layout.of_layer(3).size(), 2u);
  EXPECT_FALSE(layout.has(0, ParameterPart::bias, 1));
  EXPECT_EQ(layout.slot(0, ParameterPart::digital).count, 3 * kUnits);
  EXPECT_EQ(layout.slot(0, ParameterPart::weight, 1).count, kUnits * padded_columns(kProjection));
  EXPECT_EQ(layout.first_product, (std::vector<std::size_t>{0, 2, 4, 4, 5}));
  EXPECT_EQ(backward_weights(net).size(), 5u);
}

TEST(Parameters, TheForgetGateStartsWhereItIsTold) {
  Network net = recurrent_network();
  initialize_weights(net, {Init::he, 0.1f, 1.0f}, 1);
  const RecurrentLayer& lstm = *net.layers[0].recurrent();
  for (std::uint32_t n = 0; n < 4 * kUnits; ++n) {
    EXPECT_EQ(lstm.products[0].bias[n], n / kUnits == 2 ? 1.0f : 0.0f) << n;
  }
  for (const float bias : net.layers[1].recurrent()->products[0].bias) EXPECT_EQ(bias, 0.0f);
}

double mean_square(const ProductLayer& product) {
  double sum = 0.0;
  for (const float w : product.weight) sum += static_cast<double>(w) * w;
  return sum / (product.geometry.inputs * product.geometry.outputs);
}

// The mean square of n draws deviates by at most sqrt(2 / n) of itself per standard deviation; five
// of them, so a false alarm in less than one of a million runs, and the seed is fixed.
void expect_mean_square(const ProductLayer& product, double expected) {
  const double draws = product.geometry.inputs * product.geometry.outputs;
  EXPECT_NEAR(mean_square(product) / expected, 1.0, 5.0 * std::sqrt(2.0 / draws));
}

TEST(Parameters, WeightsHaveTheStatedSpread) {
  Network net = recurrent_network();
  const auto product = [&](std::size_t layer, std::size_t p) -> const ProductLayer& {
    return net.layers[layer].products()[p];
  };
  initialize_weights(net, {Init::glorot, 0.1f, 0.0f}, 3);
  expect_mean_square(product(0, 0), 2.0 / (kFeatures + kProjection + kUnits));
  expect_mean_square(product(0, 1), 2.0 / (kUnits + kProjection));
  expect_mean_square(product(1, 1), 2.0 / (kProjection + kUnits + kUnits));
  initialize_weights(net, {Init::he, 0.1f, 0.0f}, 3);
  expect_mean_square(product(1, 0), 2.0 / (kProjection + kUnits));
  initialize_weights(net, {Init::uniform, 0.2f, 0.0f}, 3);
  expect_mean_square(product(0, 0), 0.2 * 0.2 / 3.0);
  for (const float w : product(0, 0).weight) EXPECT_LE(std::abs(w), 0.2f);
}

TEST(Parameters, ProductsOfOneLayerHaveTheirOwnDraws) {
  Network net;
  net.input = {kSteps, 1, kFeatures};
  append_recurrent(net, "gru", make_gru(net.output(), 16));
  initialize_weights(net, {Init::uniform, 0.1f, 0.0f}, 1);
  const auto products = net.layers[0].products();
  EXPECT_NE(products[0].weight[0], products[1].weight[0]);
}

}  // namespace
}  // namespace imcbench
