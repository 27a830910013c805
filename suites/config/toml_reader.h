// SPDX-License-Identifier: Apache-2.0
// Strict reading of TOML. Every key must be read by someone; wrong types, ranges and names are
// InputErrors "file:line:column: ..." that name the allowed values or the nearest valid name.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/param.h"

namespace imcbench {

// An item of a list that may hold anything.
struct TomlScalar {
  enum class Type { number, boolean, string };
  Type type;
  std::string text;   // 0.04, true, hermes: numbers in their shortest form, strings without quotes
  std::string place;  // "suites/x.toml:12:8"
};
const char* type_name(TomlScalar::Type type);  // "a number", ...

// The content of a file. InputError when it cannot be read.
std::string read_toml_text(const std::string& path);

class TomlTable {
 public:
  // Parses a whole file; `text` receives its content.
  static TomlTable parse_file(const std::string& path, std::string* text = nullptr);
  // Parses a text; `path` is named in messages.
  static TomlTable parse_text(const std::string& text, const std::string& path);
  // Parses a text with tables [variant.NAME], each with changes to all the rest, of which
  // [variant] chosen = "NAME" says which are made; none without it. Tables of variants are gone.
  static TomlTable parse_variant(const std::string& text, const std::string& path);

  bool has(std::string_view key) const;
  bool offers(std::string_view key);  // has(), and the key counts as asked for
  bool holds_table(std::string_view key) const;  // is there a table under the key?
  // "suites/x.toml:12:8", of the key's value, or of this table when the key is missing.
  std::string place(std::string_view key = {}) const;
  const std::string& file() const;  // its path, as given

  std::string string(std::string_view key);
  std::string string(std::string_view key, std::string_view fallback);
  std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max,
                       std::int64_t fallback);
  double real(std::string_view key, double min, double max);
  double real(std::string_view key, double min, double max, double fallback);
  bool boolean(std::string_view key, bool fallback);
  // Non-empty arrays.
  std::vector<std::string> strings(std::string_view key);
  std::vector<double> reals(std::string_view key, double min, double max);
  std::vector<TomlScalar> scalars(std::string_view key);  // numbers, booleans and strings
  // One of `allowed`.
  std::string choice(std::string_view key, std::span<const std::string> allowed);

  // A sub-table; an empty one when it is missing.
  TomlTable table(std::string_view key);
  // [[key]]: one or more tables.
  std::vector<TomlTable> tables(std::string_view key);
  // Reads every declared parameter that is present; others keep their values.
  void parameters(ParamValues& values);
  // All keys, for tables whose keys are names.
  std::vector<std::string> keys() const;
  // InputError if some key was never asked for. `where` describes the table in the message.
  void finish(std::string_view where);

 private:
  struct Node;
  explicit TomlTable(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  const void* require(std::string_view key);
  std::string misspelling_of(std::string_view key) const;
  [[noreturn]] void report_misspelling(const std::string& found, std::string_view meant) const;

  std::shared_ptr<const Node> node_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace imcbench
