// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/setting.h"

#include <string_view>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr ParamInfo kEnabled{"enabled", "1", 1, 0, 1, "Is the stage on?", "", ParamType::boolean};
constexpr ParamInfo kSamples{
    "samples", "samples",         1, 1, static_cast<double>(kMaxSamples), "Test samples per trial.",
    "",        ParamType::integer};

// Calls visit(name, target) for every setting there is.
template <class Visit>
void for_each_setting(Visit visit) {
  visit(kPresetSetting, SettingTarget{});
  visit(kSamplesSetting, SettingTarget{.info = &kSamples});
  for (const StageRecord& stage : stage_records()) {
    const std::string prefix = std::string(stage.info->name) + ".";
    visit(prefix + kEnabled.name, SettingTarget{&stage, nullptr, &kEnabled, true});
    for (const ParamInfo& info : stage.params) {
      visit(prefix + info.name, SettingTarget{&stage, nullptr, &info, false});
    }
  }
  for (const OptimizationRecord& optimization : optimization_records()) {
    for (const ParamInfo& info : optimization.params) {
      visit(fmt::format("{}.{}", optimization.name, info.name),
            SettingTarget{nullptr, &optimization, &info, false});
    }
  }
}

// Names to suggest: those of the same stage or optimization when it is a known one.
std::vector<std::string> candidates_for(std::string_view name) {
  const std::vector<std::string> all = setting_names();
  const std::string_view prefix = name.substr(0, name.find('.') + 1);
  std::vector<std::string> siblings;
  for (const std::string& other : all) {
    if (!prefix.empty() && other.starts_with(prefix)) siblings.push_back(other);
  }
  return siblings.empty() ? all : siblings;
}

}  // namespace

std::vector<std::string> setting_names() {
  std::vector<std::string> names;
  for_each_setting(
      [&](std::string name, const SettingTarget&) { names.push_back(std::move(name)); });
  return names;
}

SettingTarget find_setting(const std::string& name, const std::string& place) {
  SettingTarget found;
  bool known = false;
  for_each_setting([&](const std::string& other, const SettingTarget& target) {
    if (other != name) return;
    found = target;
    known = true;
  });
  if (known) return found;
  input_error("{}: unknown parameter '{}'{}", place, name, suggestion(name, candidates_for(name)));
}

double setting_value(const ParamInfo& info, const std::string& value, const std::string& place) {
  ParamValues parsed = ParamValues::defaults({&info, 1});
  parsed.set_from_text(fmt::format("{} = {}", info.name, value), place);
  return parsed.values.front();
}

bool switch_value(const SettingTarget& target, const std::string& value, const std::string& place) {
  const bool on = setting_value(*target.info, value, place) != 0.0;
  if (!on && target.stage->always_on) {
    input_error("{}: '{}' cannot be switched off: there is no chip without it", place,
                target.stage->info->name);
  }
  return on;
}

}  // namespace imcbench
