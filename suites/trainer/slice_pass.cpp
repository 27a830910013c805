// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/slice_pass.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// Layers below the first product need no gradient.
std::size_t first_product(const Network& network) {
  std::size_t i = 0;
  while (i < network.layers.size() && network.layers[i].product() == nullptr) ++i;
  return i;
}

}  // namespace

SlicePass::SlicePass(const Network& network, std::uint32_t max_samples, Isa isa)
    : network_(network), digital_(digital_kernels(isa)) {
  for (const Layer& layer : network.layers) {
    const ProductLayer* product = layer.product();
    products_.push_back(
        product ? std::make_unique<ProductPass>(product->geometry, max_samples, isa) : nullptr);
    outputs_.emplace_back(std::size_t{max_samples} * layer.out.size());
  }
  for (auto& gradient : gradients_) gradient.resize(max_samples * largest_activation(network));
}

const float* SlicePass::input_of(std::size_t layer) const {
  return layer == 0 ? x_ : outputs_[layer - 1].data();
}

const float* SlicePass::forward(const float* x, std::uint32_t samples) {
  x_ = x;
  samples_ = samples;
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    const Layer& layer = network_.layers[i];
    float* y = outputs_[i].data();
    if (const ProductLayer* product = layer.product()) {
      products_[i]->forward(*product, input_of(i), samples, y);
    } else {
      digital_.forward(*layer.digital(), input_of(i), y, samples, layer.in.size(),
                       layer.out.size());
    }
  }
  return input_of(network_.layers.size());
}

void SlicePass::backward(const float* dy, const ParameterLayout& layout,
                         const std::vector<BackwardWeights>& weights, float* gradient, float* dx) {
  const std::size_t lowest = dx == nullptr ? first_product(network_) : 0;
  const ParameterSlot* slot = layout.slots.data() + layout.slots.size();
  for (std::size_t i = network_.layers.size(); i-- > lowest;) {
    const Layer& layer = network_.layers[i];
    float* below = gradients_[i % 2].data();
    if (i == 0 && dx != nullptr) below = dx;
    if (layer.product() != nullptr) {
      --slot;
      IMC_EXPECT(slot->layer == i);
      products_[i]->backward_weights(input_of(i), dy, samples_, gradient + slot->weight,
                                     gradient + slot->bias);
      const auto index = static_cast<std::size_t>(slot - layout.slots.data());
      if (i > lowest || dx != nullptr) {
        products_[i]->backward_input(weights[index], dy, samples_, below);
      }
    } else {
      digital_.backward(*layer.digital(), input_of(i), outputs_[i].data(), dy, below, samples_,
                        layer.in.size(), layer.out.size());
    }
    dy = below;
  }
}

double SlicePass::flops_per_sample(const Network& network) {
  double flops = 0.0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const ProductLayer* product = network.layers[i].product();
    if (product == nullptr) continue;
    const ProductGeometry& g = product->geometry;
    const double macs = 1.0 * g.inputs * g.outputs * g.positions;
    flops += 2.0 * macs * (i == first_product(network) ? 2 : 3);
  }
  return flops;
}

}  // namespace imcbench
