// SPDX-License-Identifier: Apache-2.0
#include "suites/energy/energy_json.h"

#include <fmt/format.h>

namespace imcbench {

using Json = nlohmann::ordered_json;

std::string coding_text(const InputCoding& coding) {
  if (coding.kind == Coding::amplitude) return fmt::format("amplitude, {} bits", coding.bits);
  if (coding.kind == Coding::pulse_width) return fmt::format("pulse width, {} bits", coding.bits);
  return fmt::format("digits of {} of {} bits", coding.digit_bits, coding.bits);
}

Json energy_constants_json(const ParamValues& values) {
  auto json = Json::object();
  for (std::size_t i = 0; i < values.values.size(); ++i) {
    json[values.infos[i].name] = value_text(values.infos[i], values.values[i]);
  }
  return json;
}

Json product_energy_json(const ProductEnergy& e) {
  return {{"name", e.name},           {"rho", e.rho},
          {"weights", e.weights},     {"cells", e.cells},
          {"mvms", e.mvms},           {"steps", e.steps},
          {"time_s", e.time_s},       {"conversions", e.conversions},
          {"mean_cost", e.mean_cost}, {"array_J", e.array_J},
          {"area_F2", e.area_F2},     {"with_converters_J", e.with_converters_J()}};
}

Json network_energy_json(const NetworkEnergy& energy) {
  auto products = Json::array();
  for (const ProductEnergy& e : energy.products) products.push_back(product_energy_json(e));
  return {{"coding", coding_text(energy.coding)},
          {"products", products},
          {"total", product_energy_json(energy.total)}};
}

}  // namespace imcbench
