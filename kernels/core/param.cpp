// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/param.h"

#include <cmath>
#include <sstream>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

std::size_t index_of(std::span<const ParamInfo> infos, std::string_view name) {
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (name == infos[i].name) return i;
  }
  throw std::logic_error(fmt::format("no parameter is declared as '{}'", name));
}

}  // namespace

std::vector<std::string> choice_names(const ParamInfo& info) {
  std::vector<std::string> names;
  std::stringstream stream{std::string(info.choices)};
  for (std::string name; std::getline(stream, name, '|');) names.push_back(name);
  return names;
}

std::string value_text(const ParamInfo& info, double value) {
  if (info.type == ParamType::boolean) return value != 0.0 ? "true" : "false";
  if (info.type != ParamType::choice) return fmt::format("{}", value);
  return fmt::format("\"{}\"", choice_names(info).at(static_cast<std::size_t>(value)));
}

ParamValues ParamValues::defaults(std::span<const ParamInfo> infos) {
  ParamValues result{infos, {}};
  for (const ParamInfo& info : infos) result.values.push_back(info.default_value);
  return result;
}

double ParamValues::operator[](std::string_view name) const {
  return values[index_of(infos, name)];
}

void ParamValues::set(std::string_view name, double value) {
  values[index_of(infos, name)] = value;
}

void check_range(const ParamInfo& info, double value, std::string_view place) {
  const bool in_range = value >= info.min && value <= info.max;  // false for NaN
  if (!in_range) {
    input_error("{}: '{}' = {} is out of range; allowed: {} to {} ({})", place, info.name, value,
                info.min, info.max, info.unit);
  }
  if (info.type == ParamType::integer && value != std::floor(value)) {
    input_error("{}: '{}' = {} must be a whole number; allowed: {} to {}", place, info.name, value,
                info.min, info.max);
  }
}

}  // namespace imcbench
