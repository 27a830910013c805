// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/parameters.h"

#include "kernels/core/random.h"
#include "kernels/core/stream.h"

namespace imcbench {

ParameterLayout parameter_layout(const Network& network) {
  ParameterLayout layout;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const ProductLayer* product = network.layers[i].product();
    if (product == nullptr) continue;
    const std::size_t weight = layout.count;
    const std::size_t bias = weight + product->weight.size();
    layout.slots.push_back({i, weight, product->weight.size(), bias, product->bias.size()});
    layout.count = bias + padded_columns(product->bias.size());
  }
  return layout;
}

void initialize_weights(Network& network, Init init, std::uint64_t seed) {
  for (Layer& layer : network.layers) {
    ProductLayer* product = layer.product();
    if (product == nullptr) continue;
    const std::uint32_t inputs = product->geometry.inputs, outputs = product->geometry.outputs;
    const std::uint32_t fan = init == Init::he ? inputs : inputs + outputs;
    const float sigma = sqrt_rn(2.0f / static_cast<float>(fan));
    const DrawAddress draws{stream_key(seed, "train/init/" + layer.name)};
    for (std::uint32_t k = 0; k < inputs; ++k) {
      for (std::uint32_t n = 0; n < outputs; ++n) {
        product->weight[k * product->ld() + n] =
            sigma * normal_of(draw_word(draws, k * outputs + n));
      }
    }
  }
}

std::vector<BackwardWeights> backward_weights(const Network& network) {
  std::vector<BackwardWeights> weights;
  for (const Layer& layer : network.layers) {
    if (layer.product() != nullptr) weights.emplace_back(layer.product()->geometry);
  }
  refresh(weights, network, parameter_layout(network));
  return weights;
}

void refresh(std::vector<BackwardWeights>& weights, const Network& network,
             const ParameterLayout& layout, std::size_t first_slot) {
  for (std::size_t i = first_slot; i < weights.size(); ++i) {
    weights[i].refresh(*network.layers[layout.slots[i].layer].product());
  }
}

}  // namespace imcbench
