// SPDX-License-Identifier: Apache-2.0
// How a table of many networks is laid out: which models a row runs, and how its results are
// printed. One line each in THE LIST of layouts.cpp.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "suites/tables/network_rows.h"
#include "suites/tables/published.h"

namespace imcbench {

struct LayoutInput {
  std::span<const NetworkResult> results;  // in the table's order
  const Published* published;              // null: the table names none
};

struct TableLayout {
  const char* name;
  // Models of a row, each mapped with the suite's optimizations. Without the first one the row is
  // left out; others are left out alone.
  std::vector<std::string> (*models)(const TableNetwork& network);
  const char* study;  // that the suite must have; "": none
  std::string (*text)(const LayoutInput& input);
  nlohmann::ordered_json (*json)(const LayoutInput& input);  // one object per network
};

const TableLayout& find_layout(const std::string& name);
std::vector<std::string> layout_names();

// The layouts, one file each.
extern const TableLayout kInferenceLayout;
extern const TableLayout kToleranceLayout;
extern const TableLayout kAblationLayout;

}  // namespace imcbench
