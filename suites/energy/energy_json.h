// SPDX-License-Identifier: Apache-2.0
// An energy as JSON, for `imcbench energy` and result files.
#pragma once

#include <nlohmann/json.hpp>

#include "suites/energy/energy_model.h"

namespace imcbench {

// "pulse width, 5 bits", "digits of 1 of 5 bits".
std::string coding_text(const InputCoding& coding);

// {"v_read_V": "0.2", ...}
nlohmann::ordered_json energy_constants_json(const ParamValues& values);

nlohmann::ordered_json product_energy_json(const ProductEnergy& energy);

// {"coding": ..., "products": [...], "total": {...}}
nlohmann::ordered_json network_energy_json(const NetworkEnergy& energy);

}  // namespace imcbench
