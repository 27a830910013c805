// SPDX-License-Identifier: Apache-2.0
// THE LIST of optimizations: what is done to a trained network so that it survives on a chip.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/network/network.h"

namespace imcbench {

struct OptimizationRecord {
  const char* name;
  const char* summary;
  const char* source;
  // Changes the floating-point network before it is mapped to tiles.
  void (*apply)(Network& network);
};

std::span<const OptimizationRecord> optimization_records();
const OptimizationRecord* find_optimization(std::string_view name);  // nullptr if unknown
std::vector<std::string> optimization_names();

}  // namespace imcbench
