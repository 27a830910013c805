// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/inference_network.h"

#include <algorithm>
#include <bit>

#include "kernels/core/check.h"
#include "suites/models/import/batch_norm.h"

namespace imcbench {

namespace {

std::size_t readers_of(const Network& network, std::size_t tensor) {
  std::size_t readers = 0;
  for (const Layer& layer : network.layers) {
    readers += (layer.input == tensor ? 1u : 0u) + (layer.other == tensor ? 1u : 0u);
  }
  return readers;
}

// The product that batch_norm `layer` is folded into, in `folded`; `tensors` says where.
ProductLayer& product_before(const Network& network, const Layer& layer, Network& folded,
                             const std::vector<std::size_t>& tensors) {
  const bool from_product = layer.input > 0 && network.layers[layer.input - 1].product() != nullptr;
  if (!from_product || readers_of(network, layer.input) > 1) {
    input_error(
        "{}: layer '{}' (batch_norm) must read a linear or conv2d layer that no other layer "
        "reads; it is folded into that one when training is done",
        network.name, layer.name);
  }
  return *folded.layers[tensors[layer.input] - 1].product();
}

}  // namespace

bool has_training_layers(const Network& network) {
  return std::any_of(network.layers.begin(), network.layers.end(),
                     [](const Layer& layer) { return layer.training() != nullptr; });
}

Network inference_network(const Network& network) {
  Network folded = network;
  folded.layers.clear();
  std::vector<std::size_t> tensors{0};  // [tensor of network] -> tensor of folded
  for (const Layer& layer : network.layers) {
    if (const TrainingOp* op = layer.training()) {
      if (const auto* norm = std::get_if<BatchNormLayer>(op)) {
        const auto middle =
            layer.parameters.begin() + static_cast<std::ptrdiff_t>(layer.out.channels);
        fold({{layer.parameters.begin(), middle},
              {middle, layer.parameters.end()},
              norm->mean,
              norm->variance,
              norm->epsilon},
             product_before(network, layer, folded, tensors));
      }
      tensors.push_back(tensors[layer.input]);
      continue;
    }
    folded.layers.push_back(layer);
    Layer& copy = folded.layers.back();
    copy.input = tensors[layer.input];
    if (layer.other != kNoTensor) copy.other = tensors[layer.other];
    tensors.push_back(folded.layers.size());
  }
  return folded;
}

namespace {

void round_values(std::vector<float>& values, int bits) {
  const int dropped = kFloatBits - bits;
  for (float& value : values) {
    std::uint32_t u = std::bit_cast<std::uint32_t>(value);
    u += (1u << (dropped - 1)) - 1u + ((u >> dropped) & 1u);
    value = std::bit_cast<float>(u >> dropped << dropped);
  }
}

}  // namespace

void round_weights(Network& network, int bits) {
  IMC_EXPECT(bits > 1 && bits <= kFloatBits);
  if (bits == kFloatBits) return;
  for (Layer& layer : network.layers) {
    for (ProductLayer& product : layer.products()) round_values(product.weight, bits);
    if (layer.kind() == "embedding") round_values(layer.parameters, bits);
  }
}

}  // namespace imcbench
