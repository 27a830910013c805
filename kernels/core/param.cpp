// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/param.h"

#include <algorithm>
#include <charconv>
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

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string_view::npos ? "" : std::string(text.substr(first, last - first + 1));
}

double parsed_value(const ParamInfo& info, const std::string& text, std::string_view place) {
  const std::vector<std::string> choices =
      info.type == ParamType::choice ? choice_names(info) : std::vector<std::string>{};
  const auto choice = std::find(choices.begin(), choices.end(), text);
  if (choice != choices.end()) return static_cast<double>(choice - choices.begin());
  if (!choices.empty()) {
    input_error("{}: '{}' = '{}' is not a choice{}", place, info.name, text,
                suggestion(text, choices));
  }
  if (info.type == ParamType::boolean) {
    if (text == "true" || text == "false") return text == "true" ? 1.0 : 0.0;
    input_error("{}: '{}' = '{}' must be true or false", place, info.name, text);
  }
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) {
    input_error("{}: '{}' = '{}' is not a number", place, info.name, text);
  }
  check_range(info, value, place);
  return value;
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

void ParamValues::set_from_text(std::string_view settings, std::string_view place) {
  std::vector<std::string> names;
  for (const ParamInfo& info : infos) names.emplace_back(info.name);
  std::stringstream stream{std::string(settings)};
  for (std::string part; std::getline(stream, part, ',');) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      input_error("{}: '{}' must have the form name = value", place, trimmed(part));
    }
    const std::string name = trimmed(std::string_view(part).substr(0, equals));
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      input_error("{}: unknown parameter '{}'{}", place, name, suggestion(name, names));
    }
    const auto i = static_cast<std::size_t>(at - names.begin());
    values[i] = parsed_value(infos[i], trimmed(std::string_view(part).substr(equals + 1)), place);
  }
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
