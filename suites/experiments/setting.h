// SPDX-License-Identifier: Apache-2.0
// What the name of a setting (point.h) leads to.
#pragma once

#include <string>

#include "suites/experiments/point.h"
#include "suites/optimizations/list.h"

namespace imcbench {

inline constexpr const char* kPresetSetting = "preset";
inline constexpr const char* kSamplesSetting = "samples";
// Axes that are no settings: they are in the point itself.
inline constexpr const char* kModelAxis = "model";
inline constexpr const char* kOptimizationAxis = "optimization";

struct SettingTarget {
  const StageRecord* stage = nullptr;                // of "STAGE.PARAM" and "STAGE.enabled"
  const OptimizationRecord* optimization = nullptr;  // of "OPTIMIZATION.PARAM"
  const ParamInfo* info = nullptr;  // type and range of the values; null for "preset"
  bool is_switch = false;           // "STAGE.enabled"
};

// InputError "unknown parameter ..." with the nearest valid name.
SettingTarget find_setting(const std::string& name, const std::string& place);

// A value as it is written, checked against the declaration: InputError with the allowed range.
double setting_value(const ParamInfo& info, const std::string& value, const std::string& place);

// STAGE.enabled = value; InputError for a stage that there is no chip without.
bool switch_value(const SettingTarget& target, const std::string& value, const std::string& place);

}  // namespace imcbench
