// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/parameters.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/core/random.h"
#include "kernels/core/stream.h"

namespace imcbench {

namespace {

// A projection has none.
bool has_bias(const Layer& layer, std::size_t product) {
  const RecurrentLayer* recurrent = layer.recurrent();
  return recurrent == nullptr || !std::holds_alternative<LstmCell>(recurrent->cell) || product == 0;
}

void add_slot(ParameterLayout& layout, std::size_t layer, ParameterPart part, std::size_t product,
              std::size_t count) {
  layout.slots.push_back(
      {layer, part, product, layout.count, count, part == ParameterPart::weight});
  layout.count += padded_columns(count);
}

void add_slots(ParameterLayout& layout, std::size_t index, const Layer& layer) {
  const std::span<const ProductLayer> products = layer.products();
  for (std::size_t p = 0; p < products.size(); ++p) {
    add_slot(layout, index, ParameterPart::weight, p, products[p].weight.size());
    if (has_bias(layer, p)) {
      add_slot(layout, index, ParameterPart::bias, p, products[p].bias.size());
    }
  }
  const std::size_t digital = layer.digital_parameters().size();
  if (digital > 0) add_slot(layout, index, ParameterPart::digital, 0, digital);
}

const ParameterSlot* find_slot(std::span<const ParameterSlot> slots, ParameterPart part,
                               std::size_t product) {
  for (const ParameterSlot& slot : slots) {
    if (slot.part == part && slot.product == product) return &slot;
  }
  return nullptr;
}

// Gates side by side in the outputs of a product.
std::uint32_t gates_of(const Layer& layer, std::size_t product) {
  const RecurrentLayer* recurrent = layer.recurrent();
  if (recurrent == nullptr || product > 0) return 1;
  return std::holds_alternative<GruCell>(recurrent->cell) ? 2 : 4;
}

std::string init_stream(const Layer& layer, std::size_t product) {
  const std::string name = "train/init/" + layer.name;
  const RecurrentLayer* recurrent = layer.recurrent();
  return recurrent == nullptr ? name : name + "/" + product_name(*recurrent, product);
}

// What a draw becomes.
struct WeightLaw {
  bool uniform;
  float scale;
  float operator()(std::uint32_t word) const {
    return uniform ? scale * (2.0f * uniform_of(word) - 1.0f) : scale * normal_of(word);
  }
};

WeightLaw law_of(const InitRule& rule, std::uint32_t inputs, std::uint32_t outputs) {
  if (rule.kind == Init::uniform) return {true, rule.scale};
  const std::uint32_t fan = rule.kind == Init::he ? inputs : inputs + outputs;
  return {false, sqrt_rn(2.0f / static_cast<float>(fan))};
}

void initialize_product(ProductLayer& product, const WeightLaw& law, const DrawAddress& draws) {
  const std::uint32_t inputs = product.geometry.inputs, outputs = product.geometry.outputs;
  for (std::uint32_t k = 0; k < inputs; ++k) {
    for (std::uint32_t n = 0; n < outputs; ++n) {
      product.weight[k * product.ld() + n] = law(draw_word(draws, k * outputs + n));
    }
  }
}

void initialize_forget_gate(RecurrentLayer& layer, float bias) {
  const LstmCell* lstm = std::get_if<LstmCell>(&layer.cell);
  if (lstm == nullptr) return;
  std::fill_n(layer.products[0].bias.begin() + 2 * lstm->units, lstm->units, bias);  // i, j, f, o
}

}  // namespace

std::span<const ParameterSlot> ParameterLayout::of_layer(std::size_t layer) const {
  return std::span(slots).subspan(first_slot[layer], first_slot[layer + 1] - first_slot[layer]);
}

bool ParameterLayout::has(std::size_t layer, ParameterPart part, std::size_t product) const {
  return find_slot(of_layer(layer), part, product) != nullptr;
}

const ParameterSlot& ParameterLayout::slot(std::size_t layer, ParameterPart part,
                                           std::size_t product) const {
  const ParameterSlot* slot = find_slot(of_layer(layer), part, product);
  IMC_EXPECT(slot != nullptr);
  return *slot;
}

const StatisticsSlot& ParameterLayout::statistics_of(std::size_t layer) const {
  const auto found = std::find_if(statistics.begin(), statistics.end(),
                                  [&](const StatisticsSlot& slot) { return slot.layer == layer; });
  IMC_EXPECT(found != statistics.end());
  return *found;
}

ParameterLayout parameter_layout(const Network& network) {
  ParameterLayout layout;
  layout.first_slot = layout.first_product = {0};
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    add_slots(layout, i, network.layers[i]);
    layout.first_slot.push_back(layout.slots.size());
    layout.first_product.push_back(layout.first_product.back() +
                                   network.layers[i].products().size());
  }
  layout.total = layout.count;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const TrainingOp* op = network.layers[i].training();
    if (op == nullptr || !std::holds_alternative<BatchNormLayer>(*op)) continue;
    const std::size_t channels = network.layers[i].out.channels;
    layout.statistics.push_back({i, layout.total, channels});
    layout.total += padded_columns(2 * channels);
  }
  return layout;
}

std::span<float> parameters_of(Network& network, const ParameterSlot& slot) {
  Layer& layer = network.layers[slot.layer];
  if (slot.part == ParameterPart::digital) return layer.digital_parameters();
  ProductLayer& product = layer.products()[slot.product];
  return slot.part == ParameterPart::weight ? product.weight : product.bias;
}

std::span<const float> parameters_of(const Network& network, const ParameterSlot& slot) {
  return parameters_of(const_cast<Network&>(network), slot);  // read only
}

bool has_parameters(const Layer& layer) {
  return !layer.products().empty() || !layer.digital_parameters().empty();
}

void initialize_weights(Network& network, const InitRule& rule, std::uint64_t seed) {
  for (Layer& layer : network.layers) {
    const std::span<ProductLayer> products = layer.products();
    for (std::size_t p = 0; p < products.size(); ++p) {
      const ProductGeometry& g = products[p].geometry;
      initialize_product(products[p], law_of(rule, g.inputs, g.outputs / gates_of(layer, p)),
                         {stream_key(seed, init_stream(layer, p))});
    }
    if (layer.recurrent() != nullptr) {
      initialize_forget_gate(*layer.recurrent(), rule.forget_bias);
    }
  }
}

std::vector<BackwardWeights> backward_weights(const Network& network) {
  std::vector<BackwardWeights> weights;
  for (const Layer& layer : network.layers) {
    for (const ProductLayer& product : layer.products()) weights.emplace_back(product.geometry);
  }
  refresh(weights, network, parameter_layout(network), Refresh::all);
  return weights;
}

void refresh(std::vector<BackwardWeights>& weights, const Network& network,
             const ParameterLayout& layout, Refresh which) {
  const std::vector<bool> needs = needing_gradients(network, which == Refresh::all);
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    if (layer.product() != nullptr && !needs[layer.input]) continue;
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      weights[layout.first_product[i] + p].refresh(layer.products()[p]);
    }
  }
}

std::vector<bool> needing_gradients(const Network& network, bool of_input) {
  std::vector<bool> needs{of_input};
  for (const Layer& layer : network.layers) {
    needs.push_back(has_parameters(layer) || needs[layer.input] ||
                    (layer.other != kNoTensor && needs[layer.other]));
  }
  return needs;
}

}  // namespace imcbench
