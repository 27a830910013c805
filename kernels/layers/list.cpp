// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/list.h"

namespace imcbench {

bool two_inputs(const DigitalOp& op) {
  return std::visit([]<class Op>(const Op&) { return kTwoInputs<Op>; }, op);
}

std::string Layer::kind() const {
  if (const ProductLayer* layer = product()) return layer->kind();
  if (const RecurrentLayer* layer = recurrent()) return layer->kind();
  const auto name = [](const auto& one) { return std::string(one.kind); };
  return training() != nullptr ? std::visit(name, *training()) : std::visit(name, *digital());
}

std::string product_path(const Layer& layer, std::size_t product) {
  if (layer.recurrent() == nullptr) return layer.name;
  return layer.name + "/" + product_name(*layer.recurrent(), product);
}

std::span<const ProductLayer> Layer::products() const {
  if (const ProductLayer* layer = product()) return {layer, 1};
  if (const RecurrentLayer* layer = recurrent()) return layer->products;
  return {};
}

std::span<ProductLayer> Layer::products() {
  if (ProductLayer* layer = product()) return {layer, 1};
  if (RecurrentLayer* layer = recurrent()) return layer->products;
  return {};
}

std::span<const float> Layer::digital_parameters() const {
  if (const RecurrentLayer* layer = recurrent()) return layer->parameters;
  return parameters;
}

std::span<float> Layer::digital_parameters() {
  if (RecurrentLayer* layer = recurrent()) return layer->parameters;
  return parameters;
}

}  // namespace imcbench
