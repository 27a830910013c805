// SPDX-License-Identifier: Apache-2.0
// THE LIST of optimizations: what is done to a trained network so that it survives on a chip.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/param.h"
#include "kernels/network/network.h"

namespace imcbench {

struct OptimizationRecord {
  const char* name;
  const char* summary;
  const char* source;
  std::span<const ParamInfo> params;  // set in [optimization.NAME]
  // Changes the floating-point network before it is mapped to tiles. Null for a trained companion.
  void (*apply)(Network& network, const ParamValues& values);
  // Of a trained companion: instead of changing the network, the model "MODEL<ending>" takes its
  // place, which was trained for it beforehand.
  const char* companion_ending = "";

  bool is_companion() const { return companion_ending[0] != '\0'; }
};

std::span<const OptimizationRecord> optimization_records();
const OptimizationRecord* find_optimization(std::string_view name);  // nullptr if unknown
std::vector<std::string> optimization_names();

}  // namespace imcbench
