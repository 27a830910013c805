// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/recurrent.h"

#include "kernels/core/check.h"

namespace imcbench {

const char* RecurrentLayer::kind() const {
  return std::visit([](const auto& c) { return c.kind; }, cell);
}

std::uint32_t RecurrentLayer::units() const {
  return std::visit([](const auto& c) { return c.units; }, cell);
}

RecurrentLayer make_lstm(Shape in, std::uint32_t units, std::uint32_t projection, bool peepholes) {
  IMC_EXPECT(units > 0 && in.size() > 0);
  const std::uint32_t hidden = projection > 0 ? projection : units;
  RecurrentLayer layer;
  layer.cell = LstmCell{units, projection, peepholes};
  layer.in = in;
  layer.out = {in.height, 1, hidden};
  layer.products.push_back(make_linear({1, 1, layer.features() + hidden}, 4 * units));
  if (projection > 0) layer.products.push_back(make_linear({1, 1, units}, projection));
  if (peepholes) layer.parameters.assign(3 * units, 0.0f);
  return layer;
}

RecurrentLayer make_gru(Shape in, std::uint32_t units) {
  IMC_EXPECT(units > 0 && in.size() > 0);
  RecurrentLayer layer;
  layer.cell = GruCell{units};
  layer.in = in;
  layer.out = {in.height, 1, units};
  layer.products.push_back(make_linear({1, 1, layer.features() + units}, 2 * units));
  layer.products.push_back(make_linear({1, 1, layer.features() + units}, units));
  return layer;
}

const char* product_name(const RecurrentLayer& layer, std::size_t product) {
  if (product == 0) return "gates";
  return std::holds_alternative<GruCell>(layer.cell) ? "candidate" : "projection";
}

bool has_bias(const RecurrentLayer& layer, std::size_t product) {
  return product == 0 || std::holds_alternative<GruCell>(layer.cell);
}

}  // namespace imcbench
