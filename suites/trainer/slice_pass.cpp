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
                     std::uint64_t seed, std::span<const ProductHardware> hardware)
    : network_(network),
      digital_(digital_kernels(isa)),
      workspace_(network.layers, Passes::both),
      gradient_plan_(plan_gradients(network)),
      max_samples_(max_samples),
      on_hardware_(!hardware.empty()) {
  std::size_t floats = 0, product_number = 0;
  for (const Layer& layer : network.layers) {
    const ProductHardware* mine = on_hardware_ ? hardware.data() + product_number : nullptr;
    product_number += layer.products().size();
    const ProductLayer* product = layer.product();
    products_.push_back(
        product ? std::make_unique<ProductPass>(product->geometry, max_samples, isa, mine)
                : nullptr);
    const RecurrentLayer* recurrent = layer.recurrent();
    recurrents_.push_back(
        recurrent ? std::make_unique<RecurrentPass>(*recurrent, max_samples, isa, mine) : nullptr);
    state_at_.push_back(floats);
    floats += recurrent ? imcbench::state_floats(*recurrent) : 0;
    const TrainingOp* op = layer.training();
    const bool norm = op != nullptr && std::holds_alternative<BatchNormLayer>(*op);
    const bool dropout = op != nullptr && !norm;
    norms_.push_back(norm ? std::make_unique<NormPass>(layer, isa) : nullptr);
    dropouts_.push_back(dropout ? std::make_unique<DropoutPass>(layer, max_samples, seed, isa)
                                : nullptr);
    outputs_.emplace_back(std::size_t{max_samples} * layer.out.size());
  }
  gradients_.resize(gradient_plan_.buffers);
  const std::size_t largest = max_samples * largest_activation(network);
  for (auto& gradient : gradients_) gradient.resize(largest);
  share_.resize(is_chain(network) ? 0 : largest);
}

DigitalBlock SlicePass::digital_block(std::size_t i) {
  const Layer& layer = network_.layers[i];
  return {tensor(layer.input),     other_of(layer), layer.parameters.data(),
          outputs_[i].data(),      samples_,        layer.in.size(),
          layer.out.size(),        workspace_.scratch()};
}

const float* SlicePass::forward(const float* x, std::uint32_t samples, SliceAddress at,
                                float* states) {
  x_ = x;
  samples_ = samples;
  const std::uint32_t first_sample = at.slice * max_samples_;
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    if (products_[i]) products_[i]->begin(first_sample);
    if (recurrents_[i]) recurrents_[i]->begin(first_sample);
  }
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    const Layer& layer = network_.layers[i];
    float* y = outputs_[i].data();
    if (const ProductLayer* product = layer.product()) {
      products_[i]->forward(*product, tensor(layer.input), samples, y);
    } else if (layer.recurrent() != nullptr) {
      forward_recurrent(i, states);
    } else if (layer.training() != nullptr) {
      forward_training(i, at);
    } else {
      digital_.forward(*layer.digital(), digital_block(i));
    }
  }
  return tensor(network_.layers.size());
}

void SlicePass::forward_recurrent(std::size_t i, float* states) {
  const std::size_t stride = state_floats(network_);
  float* own = states == nullptr ? nullptr : states + state_at_[i];
  recurrents_[i]->forward(tensor(network_.layers[i].input), samples_, {own, own, stride},
                          outputs_[i].data());
}

void SlicePass::backward_recurrent(std::size_t i, const float* dy, const ParameterLayout& layout,
                                   const std::vector<BackwardWeights>& weights, float* gradient,
                                   float* dx, bool needs_input) {
  const auto place = [&](ParameterPart part, std::size_t p) {
    return layout.has(i, part, p) ? gradient + layout.slot(i, part, p).first : nullptr;
  };
  const RecurrentPass::Gradients gradients{
      {place(ParameterPart::weight, 0), place(ParameterPart::weight, 1)},
      {place(ParameterPart::bias, 0), place(ParameterPart::bias, 1)},
      place(ParameterPart::digital, 0)};
  const auto own = std::span(weights).subspan(layout.first_product[i],
                                              network_.layers[i].products().size());
  const auto backward = [&](float* to) { recurrents_[i]->backward(dy, own, gradients, to); };
  needs_input ? add_to(network_.layers[i].input, dx, backward) : backward(nullptr);
}

void SlicePass::forward_training(std::size_t i, SliceAddress at) {
  const Layer& layer = network_.layers[i];
  const float* x = tensor(layer.input);
  const std::size_t count = samples_ * std::size_t{layer.out.size()};
  if (norms_[i]) {
    norms_[i]->forward(layer, x, count / layer.out.channels, outputs_[i].data());
  } else {
    dropouts_[i]->forward(x, count, at, outputs_[i].data());
  }
}

void SlicePass::backward_training(std::size_t i, const float* dy, const ParameterLayout& layout,
                                  float* gradient, float* dx, bool needs_input) {
  const Layer& layer = network_.layers[i];
  const std::size_t count = samples_ * std::size_t{layer.out.size()};
  if (dropouts_[i]) {
    if (!needs_input) return;
    return add_to(layer.input, dx,
                  [&](float* to) { dropouts_[i]->backward(dy, count, to); });
  }
  const auto backward = [&](float* to) {
    norms_[i]->backward(layer, tensor(layer.input), dy, count / layer.out.channels,
                        gradient + layout.slot(i, ParameterPart::digital).first,
                        gradient + layout.statistics_of(i).first, to);
  };
  needs_input ? add_to(layer.input, dx, backward) : backward(nullptr);
}

// The first reader of a tensor writes its gradient, further ones add to it. `dx`: for tensor 0.
template <class Write>
void SlicePass::add_to(std::size_t tensor, float* dx, Write write) {
  float* sum = tensor == 0 && dx != nullptr ? dx : gradients_[gradient_plan_.of_tensor[tensor]].data();
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
        i + 1 == network_.layers.size() ? dy : gradients_[gradient_plan_.of_tensor[i + 1]].data();
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
    if (layer.recurrent() != nullptr) {
      backward_recurrent(i, d_out, layout, weights, gradient, dx, needs[layer.input]);
      continue;
    }
    if (layer.training() != nullptr) {
      backward_training(i, d_out, layout, gradient, dx, needs[layer.input]);
      continue;
    }
    backward_digital(i, d_out, layout, gradient, dx, needs[layer.input]);
    if (layer.other == kNoTensor || !needs[layer.other]) continue;
    add_to(layer.other, dx, [&](float* to) { std::copy_n(d_out, samples_ * layer.in.size(), to); });
  }
}

void SlicePass::backward_digital(std::size_t i, const float* dy, const ParameterLayout& layout,
                                 float* gradient, float* dx, bool needs_input) {
  const Layer& layer = network_.layers[i];
  float* dparameters = nullptr;
  if (!layer.parameters.empty()) {
    dparameters = gradient + layout.slot(i, ParameterPart::digital).first;
    std::fill_n(dparameters, layer.parameters.size(), 0.0f);
  }
  const auto write = [&](float* to) {
    digital_.backward(*layer.digital(), digital_block(i), {dy, to, dparameters});
  };
  if (needs_input) return add_to(layer.input, dx, write);
  if (dparameters == nullptr) return;
  unused_.resize(samples_ * std::size_t{layer.in.size()});
  write(unused_.data());
}

std::vector<InputSums> SlicePass::input_sums() const {
  std::vector<InputSums> sums;
  for (std::size_t i = 0; on_hardware_ && i < network_.layers.size(); ++i) {
    if (products_[i]) sums.push_back(products_[i]->input_sums());
    if (recurrents_[i]) recurrents_[i]->append_input_sums(sums);
  }
  return sums;
}

std::size_t SlicePass::state_floats(const Network& network) {
  std::size_t floats = 0;
  for (const Layer& layer : network.layers) {
    if (layer.recurrent() != nullptr) floats += imcbench::state_floats(*layer.recurrent());
  }
  return floats;
}

double SlicePass::flops_per_sample(const Network& network) {
  double flops = 0.0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    for (const ProductLayer& product : layer.products()) {
      const ProductGeometry& g = product.geometry;
      const double macs = 1.0 * g.inputs * g.outputs * g.positions * layer.steps();
      const bool forward_and_weights = layer.product() != nullptr && first_with_weights(network, i);
      flops += 2.0 * macs * (forward_and_weights ? 2 : 3);
    }
  }
  return flops;
}

}  // namespace imcbench
