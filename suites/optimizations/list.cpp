// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/list.h"

#include "suites/optimizations/clip_weights.h"
#include "suites/optimizations/device_enhanced.h"
#include "suites/optimizations/direct.h"
#include "suites/optimizations/energy_regularized.h"
#include "suites/optimizations/hwa.h"

namespace imcbench {

std::span<const OptimizationRecord> optimization_records() {
  static constexpr OptimizationRecord records[] = {
      kDirect,
      kClipWeights,
      kHwa,
      kDeviceEnhanced,
      kEnergyRegularized,
  };
  return records;
}

const OptimizationRecord* find_optimization(std::string_view name) {
  for (const OptimizationRecord& record : optimization_records()) {
    if (name == record.name) return &record;
  }
  return nullptr;
}

std::vector<std::string> optimization_names() {
  std::vector<std::string> names;
  for (const OptimizationRecord& record : optimization_records()) names.emplace_back(record.name);
  return names;
}

}  // namespace imcbench
