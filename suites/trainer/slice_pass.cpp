// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/slice_pass.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

bool first_with_weights(const Network& network, std::size_t layer) {
  return !needing_gradients(network, false)[network.layers[layer].input];
}

}  // namespace

SlicePass::SlicePass(const Network& network, std::uint32_t max_samples, Isa isa,
                     std::span<const ProductHardware> hardware)
    : network_(network), digital_(digital_kernels(isa)), on_hardware_(!hardware.empty()) {
  std::size_t number = 0;
  for (const Layer& layer : network.layers) {
    const ProductLayer* product = layer.product();
    const ProductHardware* mine = on_hardware_ ? hardware.data() + number : nullptr;
    products_.push_back(
        product ? std::make_unique<ProductPass>(product->geometry, max_samples, isa, mine)
                : nullptr);
    number += layer.products().size();
    outputs_.emplace_back(std::size_t{max_samples} * layer.out.size());
  }
  plan_gradients();
  const std::size_t largest = max_samples * largest_activation(network);
  for (auto& gradient : gradients_) gradient.resize(largest);
  share_.resize(is_chain(network) ? 0 : largest);
}

void SlicePass::plan_gradients() {
  constexpr std::size_t kNone = ~std::size_t{0};
  const std::size_t last = network_.layers.size();
  gradient_of_.assign(last + 1, kNone);
  std::vector<bool> busy;
  const auto take = [&](std::size_t tensor) {
    if (tensor == kNoTensor || gradient_of_[tensor] != kNone) return;
    const std::size_t b =
        static_cast<std::size_t>(std::find(busy.begin(), busy.end(), false) - busy.begin());
    if (b == busy.size()) busy.push_back(false);
    busy[b] = true;
    gradient_of_[tensor] = b;
  };
  for (std::size_t i = last; i-- > 0;) {
    IMC_EXPECT(i + 1 == last || gradient_of_[i + 1] != kNone);  // every layer is read
    take(network_.layers[i].input);
    take(network_.layers[i].other);
    if (i + 1 != last) busy[gradient_of_[i + 1]] = false;
  }
  gradients_.resize(busy.size());
}

const float* SlicePass::forward(const float* x, std::uint32_t samples,
                                std::uint32_t first_sample) {
  x_ = x;
  samples_ = samples;
  for (const auto& product : products_) {
    if (product) product->begin(first_sample);
  }
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    const Layer& layer = network_.layers[i];
    float* y = outputs_[i].data();
    if (const ProductLayer* product = layer.product()) {
      products_[i]->forward(*product, tensor(layer.input), samples, y);
    } else {
      digital_.forward(*layer.digital(), tensor(layer.input), other_of(layer), y, samples,
                       layer.in.size(), layer.out.size());
    }
  }
  return tensor(network_.layers.size());
}

// The first reader of a tensor writes its gradient, further ones add to it. `dx`: for tensor 0.
template <class Write>
void SlicePass::add_to(std::size_t tensor, float* dx, Write write) {
  float* sum = tensor == 0 && dx != nullptr ? dx : gradients_[gradient_of_[tensor]].data();
  if (!started_[tensor]) {
    started_[tensor] = true;
    return write(sum);
  }
  write(share_.data());
  const std::size_t floats = samples_ * std::size_t{shape_of(network_, tensor).size()};
  for (std::size_t i = 0; i < floats; ++i) sum[i] += share_[i];
}

void SlicePass::backward(const float* dy, const ParameterLayout& layout,
                         const std::vector<BackwardWeights>& weights, float* gradient, float* dx) {
  const std::vector<bool> needs = needing_gradients(network_, dx != nullptr || on_hardware_);
  started_.assign(network_.layers.size() + 1, false);
  for (std::size_t i = network_.layers.size(); i-- > 0;) {
    if (!needs[i + 1]) continue;
    const Layer& layer = network_.layers[i];
    const float* d_out =
        i + 1 == network_.layers.size() ? dy : gradients_[gradient_of_[i + 1]].data();
    if (layer.product() != nullptr) {
      products_[i]->backward_weights(tensor(layer.input), d_out, samples_,
                                     gradient + layout.slot(i, ParameterPart::weight).first,
                                     gradient + layout.slot(i, ParameterPart::bias).first);
      if (!needs[layer.input]) continue;
      add_to(layer.input, dx,
             [&](float* to) {
               products_[i]->backward_input(weights[layout.first_product[i]],
                                            tensor(layer.input), d_out, samples_, to);
             });
      continue;
    }
    if (needs[layer.input]) {
      add_to(layer.input, dx, [&](float* to) {
        digital_.backward(*layer.digital(), tensor(layer.input), outputs_[i].data(), d_out, to,
                          samples_, layer.in.size(), layer.out.size());
      });
    }
    if (layer.other == kNoTensor || !needs[layer.other]) continue;
    add_to(layer.other, dx, [&](float* to) { std::copy_n(d_out, samples_ * layer.in.size(), to); });
  }
}

std::vector<InputSums> SlicePass::input_sums() const {
  std::vector<InputSums> sums;
  for (const auto& product : products_) {
    if (on_hardware_ && product) sums.push_back(product->input_sums());
  }
  return sums;
}

double SlicePass::flops_per_sample(const Network& network) {
  double flops = 0.0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const ProductLayer* product = network.layers[i].product();
    if (product == nullptr) continue;
    const ProductGeometry& g = product->geometry;
    const double macs = 1.0 * g.inputs * g.outputs * g.positions;
    flops += 2.0 * macs * (first_with_weights(network, i) ? 2 : 3);
  }
  return flops;
}

}  // namespace imcbench
