// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/list.h"

namespace imcbench {

bool two_inputs(const DigitalOp& op) {
  return std::visit([]<class Op>(const Op&) { return kTwoInputs<Op>; }, op);
}

std::string Layer::kind() const {
  if (const ProductLayer* layer = product()) return layer->kind();
  if (const RecurrentLayer* layer = recurrent()) return layer->kind();
  return std::visit([](const auto& op) { return std::string(op.kind); }, *digital());
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

}  // namespace imcbench
