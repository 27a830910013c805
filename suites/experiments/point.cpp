// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/point.h"

#include "kernels/core/check.h"
#include "suites/experiments/setting.h"
#include "suites/optimizations/list.h"

namespace imcbench {

namespace {

void put_preset(Suite& suite, const std::string& value, const std::string& place) {
  const auto found = suite.presets.find(value);
  if (found == suite.presets.end()) {
    std::vector<std::string> known;
    for (const auto& [name, hardware] : suite.presets) known.push_back(name);
    input_error("{}: preset '{}' is on no axis of the suite{}", place, value,
                suggestion(value, known));
  }
  suite.preset = found->second->name;
  suite.hardware = found->second->hardware;
}

void put_optimization_parameter(Suite& suite, const SettingTarget& target, const std::string& value,
                                const std::string& place) {
  const std::string name = target.optimization->name;
  if (suite.optimizations.front() != name) {
    input_error("{}: '{}.{}' is a parameter of an optimization that is not in use; this is '{}'",
                place, name, target.info->name, suite.optimizations.front());
  }
  ParamValues values = optimization_parameters(suite, name);
  values.set(target.info->name, setting_value(*target.info, value, place));
  suite.optimization_values.insert_or_assign(name, std::move(values));
}

void put_setting(Suite& suite, const Setting& setting, const std::string& place) {
  const SettingTarget target = find_setting(setting.name, place);
  const std::string at = fmt::format("{}: {}", place, setting.name);
  if (target.is_switch) {
    suite.hardware[target.stage->info->name].enabled = switch_value(target, setting.value, at);
  } else if (target.stage != nullptr) {
    StageSetting& stage = suite.hardware[target.stage->info->name];
    stage.enabled = true;
    stage.values.set(target.info->name, setting_value(*target.info, setting.value, at));
  } else if (target.optimization != nullptr) {
    put_optimization_parameter(suite, target, setting.value, at);
  } else if (target.info != nullptr) {
    suite.samples = static_cast<std::uint32_t>(setting_value(*target.info, setting.value, at));
  }
}

// A preset comes before everything else, a stage's switch after its parameters, which switch it on.
int rank_of(const Setting& setting) {
  if (setting.name == kPresetSetting) return 0;
  return setting.name.ends_with(".enabled") ? 2 : 1;
}

}  // namespace

std::string settings_text(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& setting : settings) {
    if (!text.empty()) text += '\n';
    text += fmt::format("{} = {}", setting.name, setting.value);
  }
  return text;
}

Suite suite_at(const Suite& suite, const ScenarioPoint& point, const std::string& place) {
  Suite result = suite;
  result.sweep = {};
  result.models = {point.model};
  result.optimizations = {point.optimization};
  for (const int rank : {0, 1, 2}) {
    for (const Setting& setting : point.settings) {
      if (rank_of(setting) != rank) continue;
      rank == 0 ? put_preset(result, setting.value, place) : put_setting(result, setting, place);
    }
  }
  result.hardware.check(place);
  result.hardware.check_times(result.times_s, place);
  return result;
}

}  // namespace imcbench
