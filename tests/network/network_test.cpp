// SPDX-License-Identifier: Apache-2.0
// Networks as graphs: which tensor a layer reads, and the buffers they share.
#include "kernels/network/network.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/layers/layer_cases.h"

namespace imcbench {
namespace {

using Buffers = std::vector<std::size_t>;

TEST(Network, KnowsAChainFromAGraph) {
  EXPECT_TRUE(is_chain(test::whole_network().network));
  EXPECT_FALSE(is_chain(test::residual_network().network));
}

// 3 features, 4 units, projected to 2: gates 5 x 16 and projection 4 x 2, which adds no bias.
TEST(Coverage, CountsNoBiasOfAProjection) {
  Network net;
  net.input = {6, 1, 3};
  append_recurrent(net, "lstm", make_lstm(net.input, 4, 2, true));
  const Coverage c = coverage(net);
  EXPECT_EQ(c.weights, 5u * 16 + 4 * 2);
  EXPECT_EQ(c.macs, 6u * (5 * 16 + 4 * 2));
  EXPECT_EQ(c.biases, 16u);
  EXPECT_EQ(c.digital_parameters, 16u + 3 * 4) << "with peepholes";
  EXPECT_EQ(c.digital_macs, 6u * 3 * 4);
}

TEST(Coverage, CountsTheBiasesOfBothProductsOfAGru) {
  Network net;
  net.input = {6, 1, 3};
  append_recurrent(net, "gru", make_gru(net.input, 4));
  EXPECT_EQ(coverage(net).biases, 8u + 4);
}

TEST(BufferPlan, AChainTakesTwoBuffersInTurn) {
  const BufferPlan plan = plan_buffers(test::whole_network().network);
  EXPECT_EQ(plan.of_layer, (Buffers{0, 1, 0, 1, 0, 1, 0, 1, 0}));
  EXPECT_EQ(plan.floats, (Buffers{13 * 11 * 5, 13 * 11 * 5}));
}

// By hand: relu0 (buffer 1) is kept for add1, so conv1 and its sum take 0 and 2.
TEST(BufferPlan, AResidualNetworkTakesThreeBuffers) {
  const BufferPlan plan = plan_buffers(test::residual_network().network);
  EXPECT_EQ(plan.of_layer, (Buffers{0, 1, 0, 2, 0, 1, 2, 0, 1, 2, 0, 1, 0}));
  EXPECT_EQ(plan.floats, (Buffers{7 * 9 * 4, 7 * 9 * 4, 7 * 9 * 4}));
}

// No layer may write where a tensor lies that it or a later layer reads.
TEST(BufferPlan, NoTensorIsOverwrittenBeforeItsLastReader) {
  for (const test::LayerCase& c : test::layer_cases()) {
    const std::vector<Layer>& layers = c.network.layers;
    const BufferPlan plan = plan_buffers(c.network);
    std::vector<std::size_t> holds(plan.floats.size());  // [buffer] -> tensor
    for (std::size_t i = 0; i < layers.size(); ++i) {
      EXPECT_LE(layers[i].out.size(), plan.floats[plan.of_layer[i]]) << c.name;
      for (const std::size_t tensor : {layers[i].input, layers[i].other}) {
        if (tensor == 0 || tensor == kNoTensor) continue;
        EXPECT_EQ(holds[plan.of_layer[tensor - 1]], tensor) << c.name << " layer " << i;
        EXPECT_NE(plan.of_layer[tensor - 1], plan.of_layer[i]) << c.name << " layer " << i;
      }
      holds[plan.of_layer[i]] = i + 1;
    }
  }
}

}  // namespace
}  // namespace imcbench
