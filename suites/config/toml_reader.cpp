// SPDX-License-Identifier: Apache-2.0
#include "suites/config/toml_reader.h"

#include <toml++/toml.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernels/core/check.h"

namespace imcbench {

struct TomlTable::Node {
  std::string path;
  std::shared_ptr<const toml::table> root;  // keeps `table` alive
  const toml::table* table;
};

namespace {

std::string place_of(const std::string& path, const toml::source_region& region) {
  if (region.begin.line == 0) return path;  // a table that is not there
  return fmt::format("{}:{}:{}", path, region.begin.line, region.begin.column);
}

const char* type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "a string";
    case toml::node_type::integer: return "an integer";
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "a boolean";
    case toml::node_type::array: return "an array";
    case toml::node_type::table: return "a table";
    default: return "a date or time";
  }
}

[[noreturn]] void wrong_type(const std::string& place, std::string_view key, const char* wanted,
                             const toml::node& node) {
  input_error("{}: '{}' must be {}, not {}", place, key, wanted, type_name(node));
}

double number_of(const toml::node& node, const std::string& place, std::string_view key) {
  if (!node.is_number()) wrong_type(place, key, "a number", node);
  // toml++ converts only integers up to 2^53.
  const auto integer = node.as_integer();
  return integer != nullptr ? static_cast<double>(integer->get()) : *node.value<double>();
}

void check_bounds(double value, double min, double max, const std::string& place,
                  std::string_view key) {
  if (!(value >= min && value <= max)) {
    input_error("{}: '{}' = {} is out of range; allowed: {} to {}", place, key, value, min, max);
  }
}

TomlScalar scalar_of(const toml::node& node, std::string place, std::string_view key) {
  if (const auto integer = node.as_integer()) {
    return {TomlScalar::Type::number, fmt::format("{}", integer->get()), std::move(place)};
  }
  if (const auto real = node.as_floating_point()) {  // + 0.0: no -0
    return {TomlScalar::Type::number, fmt::format("{}", real->get() + 0.0), std::move(place)};
  }
  if (const auto boolean = node.as_boolean()) {
    return {TomlScalar::Type::boolean, boolean->get() ? "true" : "false", std::move(place)};
  }
  if (!node.is_string()) wrong_type(place, key, "numbers, booleans or strings", node);
  return {TomlScalar::Type::string, *node.value<std::string>(), std::move(place)};
}

double choice_index(const ParamInfo& info, const std::string& value, const std::string& place) {
  const std::vector<std::string> names = choice_names(info);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == value) return static_cast<double>(i);
  }
  input_error("{}: '{}' = '{}' is not a choice{}", place, info.name, value,
              suggestion(value, names));
}

toml::table parse(const std::string& text, const std::string& path) {
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& e) {
    input_error("{}: {}", place_of(path, e.source()), e.description());
  }
}

// Moves nodes, as copies would forget where they stand.
void merge(toml::table&& changes, toml::table& into) {
  for (auto&& [key, node] : changes) {
    toml::table* there = into[key.str()].as_table();
    if (there != nullptr && node.is_table()) {
      merge(std::move(*node.as_table()), *there);
    } else {
      into.insert_or_assign(key, std::move(node));
    }
  }
}

}  // namespace

const char* type_name(TomlScalar::Type type) {
  static constexpr const char* names[] = {"a number", "a boolean", "a string"};
  return names[static_cast<std::size_t>(type)];
}

std::string read_toml_text(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  // Opening a folder succeeds on Linux; reading it does not.
  if (!file || std::filesystem::is_directory(path, ignored)) {
    input_error("{}: cannot read the file", path);
  }
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

TomlTable TomlTable::parse_file(const std::string& path, std::string* text) {
  const std::string content = read_toml_text(path);
  if (text != nullptr) *text = content;
  return parse_text(content, path);
}

TomlTable TomlTable::parse_text(const std::string& text, const std::string& path) {
  auto root = std::make_shared<const toml::table>(parse(text, path));
  return TomlTable(std::make_shared<const Node>(Node{path, root, root.get()}));
}

TomlTable TomlTable::parse_variant(const std::string& text, const std::string& path) {
  auto root = std::make_shared<toml::table>(parse(text, path));
  const toml::node* found = root->get("variant");
  if (found != nullptr && !found->is_table()) {
    wrong_type(place_of(path, found->source()), "variant", "a table", *found);
  }
  if (found != nullptr) {
    toml::table variants = std::move(*root->get_as<toml::table>("variant"));
    root->erase("variant");
    const auto chosen = variants["chosen"].value<std::string>();
    toml::table* changes = chosen ? variants[*chosen].as_table() : nullptr;
    if (chosen && changes == nullptr) {
      std::vector<std::string> names;
      for (auto&& [key, node] : variants) {
        if (node.is_table()) names.emplace_back(key.str());
      }
      input_error("{}: no variant '{}'{}", path, *chosen,
                  names.empty() ? "; the file has none" : suggestion(*chosen, names));
    }
    if (changes != nullptr) merge(std::move(*changes), *root);
  }
  return TomlTable(std::make_shared<const Node>(Node{path, root, root.get()}));
}

bool TomlTable::offers(std::string_view key) {
  asked_.emplace(key);
  return has(key);
}

bool TomlTable::holds_table(std::string_view key) const {
  const toml::node* node = node_->table->get(key);
  return node != nullptr && node->is_table();
}

bool TomlTable::has(std::string_view key) const { return node_->table->contains(key); }

std::string TomlTable::place(std::string_view key) const {
  const toml::node* node = key.empty() ? nullptr : node_->table->get(key);
  return place_of(node_->path, node != nullptr ? node->source() : node_->table->source());
}

const std::string& TomlTable::file() const { return node_->path; }

// A key nobody asked for that is nearly `key`, or "".
std::string TomlTable::misspelling_of(std::string_view key) const {
  std::vector<std::string> others;
  for (const std::string& name : keys()) {
    if (!asked_.contains(name)) others.push_back(name);
  }
  return nearest_name(key, others);
}

void TomlTable::report_misspelling(const std::string& found, std::string_view meant) const {
  input_error("{}: unknown key '{}'; did you mean '{}'?",
              place_of(node_->path, node_->table->find(found)->first.source()), found, meant);
}

const void* TomlTable::require(std::string_view key) {
  asked_.emplace(key);
  const toml::node* node = node_->table->get(key);
  if (node != nullptr) return node;
  const std::string near = misspelling_of(key);
  if (!near.empty()) report_misspelling(near, key);
  input_error("{}: '{}' is missing", place(), key);
}

std::string TomlTable::string(std::string_view key) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  if (!node.is_string()) wrong_type(place(key), key, "a string", node);
  return *node.value<std::string>();
}

std::string TomlTable::string(std::string_view key, std::string_view fallback) {
  asked_.emplace(key);
  return has(key) ? string(key) : std::string(fallback);
}

std::int64_t TomlTable::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  if (!node.is_integer()) wrong_type(place(key), key, "an integer", node);
  const std::int64_t value = *node.value<std::int64_t>();
  if (value < min || value > max) {
    input_error("{}: '{}' = {} is out of range; allowed: {} to {}", place(key), key, value, min,
                max);
  }
  return value;
}

std::int64_t TomlTable::integer(std::string_view key, std::int64_t min, std::int64_t max,
                                std::int64_t fallback) {
  asked_.emplace(key);
  return has(key) ? integer(key, min, max) : fallback;
}

double TomlTable::real(std::string_view key, double min, double max) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  const double value = number_of(node, place(key), key);
  check_bounds(value, min, max, place(key), key);
  return value;
}

double TomlTable::real(std::string_view key, double min, double max, double fallback) {
  asked_.emplace(key);
  return has(key) ? real(key, min, max) : fallback;
}

bool TomlTable::boolean(std::string_view key, bool fallback) {
  asked_.emplace(key);
  if (!has(key)) return fallback;
  const toml::node& node = *node_->table->get(key);
  if (!node.is_boolean()) wrong_type(place(key), key, "true or false", node);
  return *node.value<bool>();
}

std::vector<std::string> TomlTable::strings(std::string_view key) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  const toml::array* array = node.as_array();
  if (array == nullptr) wrong_type(place(key), key, "an array of strings", node);
  if (array->empty()) input_error("{}: '{}' is empty; at least one is needed", place(key), key);
  std::vector<std::string> values;
  for (const toml::node& item : *array) {
    if (!item.is_string()) {
      wrong_type(place_of(node_->path, item.source()), key, "an array of strings", item);
    }
    values.push_back(*item.value<std::string>());
  }
  return values;
}

std::vector<double> TomlTable::reals(std::string_view key, double min, double max) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  const toml::array* array = node.as_array();
  if (array == nullptr) wrong_type(place(key), key, "an array of numbers", node);
  if (array->empty()) input_error("{}: '{}' is empty; at least one is needed", place(key), key);
  std::vector<double> values;
  for (const toml::node& item : *array) {
    const std::string at = place_of(node_->path, item.source());
    values.push_back(number_of(item, at, key));
    check_bounds(values.back(), min, max, at, key);
  }
  return values;
}

std::vector<TomlScalar> TomlTable::scalars(std::string_view key) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  const toml::array* array = node.as_array();
  if (array == nullptr) wrong_type(place(key), key, "an array", node);
  if (array->empty()) input_error("{}: '{}' is empty; at least one is needed", place(key), key);
  std::vector<TomlScalar> values;
  for (const toml::node& item : *array) {
    values.push_back(scalar_of(item, place_of(node_->path, item.source()), key));
  }
  return values;
}

std::string TomlTable::choice(std::string_view key, std::span<const std::string> allowed) {
  const std::string value = string(key);
  for (const std::string& name : allowed) {
    if (name == value) return value;
  }
  input_error("{}: '{}' = '{}' is unknown{}", place(key), key, value, suggestion(value, allowed));
}

TomlTable TomlTable::table(std::string_view key) {
  asked_.emplace(key);
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) {
    const std::string near = misspelling_of(key);
    if (!near.empty()) report_misspelling(near, key);
    static const auto empty = std::make_shared<const toml::table>();
    return TomlTable(std::make_shared<const Node>(Node{node_->path, empty, empty.get()}));
  }
  if (!node->is_table()) wrong_type(place(key), key, "a table", *node);
  return TomlTable(
      std::make_shared<const Node>(Node{node_->path, node_->root, node->as_table()}));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  const auto& node = *static_cast<const toml::node*>(require(key));
  const toml::array* array = node.as_array();
  if (array == nullptr) wrong_type(place(key), key, "an array of tables", node);
  if (array->empty()) input_error("{}: '{}' is empty; at least one is needed", place(key), key);
  std::vector<TomlTable> tables;
  for (const toml::node& item : *array) {
    if (!item.is_table()) {
      wrong_type(place_of(node_->path, item.source()), key, "an array of tables", item);
    }
    tables.push_back(TomlTable(
        std::make_shared<const Node>(Node{node_->path, node_->root, item.as_table()})));
  }
  return tables;
}

void TomlTable::parameters(ParamValues& values) {
  for (std::size_t i = 0; i < values.infos.size(); ++i) {
    const ParamInfo& info = values.infos[i];
    asked_.emplace(info.name);
    if (!has(info.name)) continue;
    const toml::node& node = *node_->table->get(info.name);
    if (info.type == ParamType::choice) {
      values.values[i] = choice_index(info, string(info.name), place(info.name));
    } else if (info.type == ParamType::boolean) {
      values.values[i] = boolean(info.name, false) ? 1.0 : 0.0;
    } else {
      values.values[i] = number_of(node, place(info.name), info.name);
      check_range(info, values.values[i], place(info.name));
    }
  }
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> names;
  for (const auto& [key, value] : *node_->table) names.emplace_back(key.str());
  return names;
}

void TomlTable::finish(std::string_view where) {
  const std::vector<std::string> valid(asked_.begin(), asked_.end());
  for (const auto& [key, value] : *node_->table) {
    if (asked_.contains(key.str())) continue;
    input_error("{}: unknown {} '{}'{}", place_of(node_->path, key.source()), where, key.str(),
                suggestion(key.str(), valid));
  }
}

}  // namespace imcbench
