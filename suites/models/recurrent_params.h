// SPDX-License-Identifier: Apache-2.0
// Parameters that topologies with recurrent layers share.
#pragma once

#include "suites/models/topology.h"

namespace imcbench {

inline constexpr std::uint32_t kMostUnits = 4096, kMostRecurrentLayers = 16;

constexpr ParamInfo recurrent_units(double default_value) {
  return {"units", "units", default_value, 1.0, kMostUnits, "Units of every recurrent layer.",
          "ours: fits a tile", ParamType::integer};
}

constexpr ParamInfo recurrent_layers(double default_value) {
  return {"layers", "layers", default_value, 1.0, kMostRecurrentLayers,
          "Recurrent layers, each reading the one before it.", "ours", ParamType::integer};
}

constexpr ParamInfo recurrent_dropout() {
  return {"dropout", "1", 0.0, 0.0, 0.9,
          "Share of the values between layers that dropout sets to zero while training.",
          "Zaremba et al., arXiv:1409.2329: not on what a layer passes to itself"};
}

}  // namespace imcbench
