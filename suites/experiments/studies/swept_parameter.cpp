// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/swept_parameter.h"

#include <cmath>

#include "kernels/core/check.h"
#include "suites/experiments/setting.h"

namespace imcbench {

namespace {

constexpr double kLargest = 1e300;

bool is_number(const SettingTarget& target) {
  if (target.stage == nullptr || target.is_switch || target.info == nullptr) return false;
  return target.info->type == ParamType::real || target.info->type == ParamType::integer;
}

std::optional<double> base_value_of(const Suite& suite, const SettingTarget& target) {
  const StageSetting& stage = suite.hardware[target.stage->info->name];
  if (!stage.enabled) return std::nullopt;
  return stage.values[target.info->name];
}

double read_from(TomlTable& table, const ParamInfo& info, const std::optional<double>& base_value,
                 double to) {
  const double harmless = to < info.default_value ? info.max : info.min;
  return table.real("from", -kLargest, kLargest, base_value.value_or(harmless));
}

ParameterRange read_range(TomlTable& table, const SettingTarget& target,
                          const std::optional<double>& base_value) {
  const double to = table.real("to", -kLargest, kLargest);
  const double from = read_from(table, *target.info, base_value, to);
  const std::vector<std::string> scales = {"linear", "log"};
  const bool log = table.offers("scale") && table.choice("scale", scales) == "log";
  check_range(*target.info, from, table.place("from"));
  check_range(*target.info, to, table.place("to"));
  if (from == to) {
    input_error(
        "{}: 'from' and 'to' are both {}; from is where the parameter is harmless, to "
        "where it hurts",
        table.place("to"), to);
  }
  if (log && (from <= 0 || to <= 0)) {
    input_error("{}: a log scale from {} to {} is impossible; both ends must be above 0",
                table.place("scale"), from, to);
  }
  return {from, to, log ? ParameterRange::Steps::log : ParameterRange::Steps::linear,
          target.info->type == ParamType::integer};
}

SettingTarget number_target(const std::string& name, const std::string& place) {
  const SettingTarget target = find_setting(name, place);
  if (is_number(target)) return target;
  input_error(
      "{}: '{}' is not a number of the hardware; a tolerance is searched along one, such "
      "as \"output_noise.sigma\"",
      place, name);
}

// Adds those that `with` names.
void read_with(TomlTable& table, const Suite& suite, SweptParameter& parameter) {
  if (!table.offers("with")) return;
  const std::string place = table.place("with");
  for (const std::string& name : table.strings("with")) {
    const SettingTarget target = number_target(name, place);
    for (const double end : {parameter.range.from(), parameter.range.to()}) {
      check_range(*target.info, end, place);
    }
    if (base_value_of(suite, target) != parameter.base_value) {
      input_error("{}: the base has '{}' and '{}' at different values", place, parameter.name, name);
    }
    parameter.set_together.push_back(name);
  }
  parameter.name = fmt::format("{}", fmt::join(parameter.set_together, " + "));
}

}  // namespace

double SweptParameter::settable(double value) const {
  return range.whole_numbers() ? std::round(value) : value;
}

std::vector<Setting> SweptParameter::settings(double value) const {
  if (base_value && value == *base_value) return {};
  std::vector<Setting> settings;
  for (const std::string& one : set_together) settings.push_back({one, fmt::format("{}", value)});
  return settings;
}

Hardware SweptParameter::hardware_at(const Suite& suite, double value) const {
  const ScenarioPoint point{.model = suite.models.front(),
                            .optimization = suite.optimizations.front(),
                            .settings = settings(value),
                            .variation = {}};
  return suite_at(suite, point, place).hardware;
}

SweptParameter read_swept_parameter(TomlTable table, const Suite& suite) {
  const std::string name = table.string("name");
  const SettingTarget target = number_target(name, table.place("name"));
  const std::optional<double> base_value = base_value_of(suite, target);
  SweptParameter parameter{name,   target.info->unit, table.place("name"),
                           {name}, base_value,        read_range(table, target, base_value)};
  read_with(table, suite, parameter);
  table.finish("key in [[tolerance.parameter]]:");
  for (const double end : {parameter.range.from(), parameter.range.to()}) {
    parameter.hardware_at(suite, end);  // refuses what does not fit the rest
  }
  return parameter;
}

}  // namespace imcbench
