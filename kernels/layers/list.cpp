// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/list.h"

namespace imcbench {

bool two_inputs(const DigitalOp& op) {
  return std::visit([]<class Op>(const Op&) { return kTwoInputs<Op>; }, op);
}

std::vector<ParameterArray> parameter_parts(const DigitalOp& op) {
  return std::visit(
      []<class Op>(const Op& o) -> std::vector<ParameterArray> {
        if constexpr (kHasParameters<Op>) return o.parts();
        return {};
      },
      op);
}

std::vector<float> initial_parameters(const DigitalOp& op) {
  std::vector<float> values;
  for (const ParameterArray& part : parameter_parts(op)) {
    values.insert(values.end(), part.count(), part.initial);
  }
  return values;
}

std::uint64_t digital_macs(const DigitalOp& op) {
  return std::visit(
      []<class Op>(const Op& o) -> std::uint64_t {
        if constexpr (requires { o.digital_macs(); }) return o.digital_macs();
        return 0;
      },
      op);
}

std::size_t scratch_floats(const DigitalOp& op) {
  return std::visit(
      []<class Op>(const Op& o) -> std::size_t {
        if constexpr (kStaged<Op>) return o.scratch_floats();
        return 0;
      },
      op);
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
