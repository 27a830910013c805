// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/sweep_file.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"
#include "suites/config/value_range.h"
#include "suites/experiments/setting.h"
#include "suites/hardware/preset.h"
#include "suites/hardware/stage_tables.h"

namespace imcbench {

namespace {

const std::vector<std::string> kModes = {"grid", "one_at_a_time"};  // in the order of SweepMode

// What the values of an axis may be.
struct AxisTarget {
  std::string parameter;
  SettingTarget setting;  // of everything but "model" and "optimization"
  std::string place;      // of the parameter's name
  TomlScalar::Type type() const;
};

TomlScalar::Type AxisTarget::type() const {
  if (setting.info == nullptr) return TomlScalar::Type::string;
  if (setting.info->type == ParamType::choice) return TomlScalar::Type::string;
  if (setting.info->type == ParamType::boolean) return TomlScalar::Type::boolean;
  return TomlScalar::Type::number;
}

AxisTarget find_target(TomlTable& axis) {
  const std::string parameter = axis.string("parameter"), place = axis.place("parameter");
  const bool of_network = parameter == kModelAxis || parameter == kOptimizationAxis;
  return {parameter, of_network ? SettingTarget{} : find_setting(parameter, place), place};
}

void check_value(const AxisTarget& target, const TomlScalar& value) {
  if (value.type != target.type()) {
    input_error("{}: '{}' must be {}, not {}", value.place, target.parameter,
                type_name(target.type()), type_name(value.type));
  }
  if (target.parameter == kOptimizationAxis && find_optimization(value.text) == nullptr) {
    input_error("{}: unknown optimization '{}'{}", value.place, value.text,
                suggestion(value.text, optimization_names()));
  }
  if (target.setting.is_switch) switch_value(target.setting, value.text, value.place);
  if (target.setting.info != nullptr) {
    setting_value(*target.setting.info, value.text, value.place);
  }
}

// Rounded to whole numbers where only those are possible, each once.
std::vector<TomlScalar> range_values(TomlTable& axis, const std::string& kind,
                                     const AxisTarget& target) {
  const std::string place = axis.place(kind);
  if (target.type() != TomlScalar::Type::number) {
    input_error("{}: '{}' is not a number; list its 'values'", place, target.parameter);
  }
  std::vector<double> numbers =
      read_range_of_kind(axis, kind, target.setting.info->min, target.setting.info->max);
  if (target.setting.info->type == ParamType::integer) {
    std::for_each(numbers.begin() + 1, numbers.end() - 1, [](double& x) { x = std::round(x); });
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  }
  std::vector<TomlScalar> values;
  for (const double x : numbers) {
    values.push_back({TomlScalar::Type::number, fmt::format("{}", x + 0.0), place});
  }
  return values;
}

std::vector<TomlScalar> read_values(TomlTable& axis, const AxisTarget& target) {
  std::vector<std::string> keys = range_kinds();
  keys.insert(keys.begin(), "values");
  axis.offers("zip");
  const std::string given = only_key_of(axis, keys);
  return given == "values" ? axis.scalars(given) : range_values(axis, given, target);
}

SweepAxis read_axis(TomlTable table) {
  const AxisTarget target = find_target(table);
  SweepAxis axis{target.parameter, {}, table.string("zip", ""), target.place};
  for (const TomlScalar& value : read_values(table, target)) {
    check_value(target, value);
    if (std::find(axis.values.begin(), axis.values.end(), value.text) != axis.values.end()) {
      input_error("{}: '{}' is listed twice", value.place, value.text);
    }
    axis.values.push_back(value.text);
  }
  table.finish("key of a sweep axis:");
  return axis;
}

void check_axis(const SweepAxis& axis, const std::vector<SweepAxis>& before) {
  for (const SweepAxis& other : before) {
    if (axis.parameter == other.parameter) {
      input_error("{}: '{}' has two axes; the other is at {}", axis.place, axis.parameter,
                  other.place);
    }
    if (!axis.zip.empty() && axis.zip == other.zip && axis.values.size() != other.values.size()) {
      input_error("{}: zip '{}': '{}' has {} values, '{}' has {}; they must have equally many",
                  axis.place, axis.zip, axis.parameter, axis.values.size(), other.parameter,
                  other.values.size());
    }
  }
}

void read_presets(const SweepAxis& axis, const TomlTable& hardware, Suite& suite) {
  if (axis.parameter != kPresetSetting) return;
  for (const std::string& value : axis.values) {
    TomlTable stages = hardware;
    HardwarePreset preset = read_preset(find_preset(value, suite.path, axis.place));
    stages.offers("base");
    read_unchecked_stage_tables(stages, preset.hardware);
    suite.presets[value] = std::make_shared<const PresetHardware>(
        PresetHardware{std::move(preset.name), std::move(preset.hardware)});
  }
}

}  // namespace

void read_sweep(TomlTable table, const TomlTable& hardware, Suite& suite) {
  suite.sweep.place = table.place();
  if (table.offers("mode")) {
    const std::string mode = table.choice("mode", kModes);
    suite.sweep.mode = mode == kModes.front() ? SweepMode::grid : SweepMode::one_at_a_time;
  }
  for (TomlTable& entry : table.tables("axis")) {
    const SweepAxis axis = read_axis(std::move(entry));
    check_axis(axis, suite.sweep.axes);
    read_presets(axis, hardware, suite);
    suite.sweep.axes.push_back(axis);
  }
  table.finish("key in [sweep]:");
}

}  // namespace imcbench
