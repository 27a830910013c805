// SPDX-License-Identifier: Apache-2.0
#include "suites/config/device_table_columns.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::size_t kMostShown = 40;  // characters of a file in a message

bool contains(std::span<const std::string> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> valid_names() {
  std::vector<std::string> names = {"target_uS"};
  for (const TableKindInfo& kind : kTableKinds) {
    names.insert(names.end(), {kind.mean_column, kind.sigma_column});
  }
  names.insert(names.end(), {"time_s", "temperature_K"});
  return names;
}

void check_names(std::span<const std::string> names, std::string_view place) {
  const std::vector<std::string> valid = valid_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!contains(valid, names[i])) {
      input_error("{}: unknown column '{}'{}", place, shown(names[i]), suggestion(names[i], valid));
    }
    if (contains(names.first(i), names[i])) {
      input_error("{}: column '{}' appears twice", place, names[i]);
    }
  }
}

TableKind kind_of(std::span<const std::string> names, std::string_view place) {
  std::vector<std::size_t> found;
  std::string wanted;
  for (std::size_t i = 0; i < std::size(kTableKinds); ++i) {
    const TableKindInfo& kind = kTableKinds[i];
    wanted += fmt::format("{}{}, {} ({})", i == 0 ? "" : " or ", kind.mean_column,
                          kind.sigma_column, kind.name);
    if (contains(names, kind.mean_column) || contains(names, kind.sigma_column)) {
      found.push_back(i);
    }
  }
  if (found.size() == 1) return static_cast<TableKind>(found[0]);
  input_error("{}: {}; needed: {}", place,
              found.empty() ? "no column was measured" : "two kinds of table at once", wanted);
}

double TableRow::*field_of(const std::string& name, const TableKindInfo& kind) {
  if (name == kind.mean_column) return &TableRow::mean;
  if (name == kind.sigma_column) return &TableRow::sigma;
  if (name == "time_s") return &TableRow::time_s;
  return name == "temperature_K" ? &TableRow::temperature_K : &TableRow::target_uS;
}

}  // namespace

TableColumns plan_columns(std::span<const std::string> names, std::string_view place) {
  check_names(names, place);
  TableColumns columns{kind_of(names, place), {}, {}};
  const TableKindInfo& kind = kTableKinds[static_cast<std::size_t>(columns.kind)];
  for (const char* needed : {"target_uS", kind.mean_column, kind.sigma_column}) {
    if (contains(names, needed)) continue;
    input_error("{}: column '{}' is missing; a {} table needs target_uS, {}, {}", place, needed,
                kind.name, kind.mean_column, kind.sigma_column);
  }
  columns.axes = {contains(names, "time_s"), contains(names, "temperature_K")};
  if (columns.axes.time && !kind.over_time) {
    input_error("{}: a {} table has no column 'time_s': an exponent holds for all times", place,
                kind.name);
  }
  for (const std::string& name : names) columns.fields.push_back(field_of(name, kind));
  return columns;
}

std::string shown(std::string_view text) {
  std::string result(text.substr(0, kMostShown));
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return text.size() > kMostShown ? result + "..." : result;
}

}  // namespace imcbench
