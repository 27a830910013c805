// SPDX-License-Identifier: Apache-2.0
// How a table of many networks is laid out: which models a row runs, and how its results are
// printed. One line each in THE LIST of layouts.cpp.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "datasets/search.h"
#include "suites/experiments/suite.h"
#include "suites/tables/network_rows.h"
#include "suites/tables/published.h"
#include "suites/tables/solutions.h"

namespace imcbench {

struct LayoutInput {
  std::span<const NetworkResult> results;  // in the table's order
  const Published* published;              // null: the table names none
  const SolutionPlan* solutions = nullptr;  // of layouts with a sweep
};

struct TableLayout {
  const char* name;
  // Models of a row, each mapped with the suite's optimizations. Without the first one the row is
  // left out; others are left out alone.
  std::vector<std::string> (*models)(const TableNetwork& network);
  const char* study;  // that the suite must have; "": none
  std::string (*text)(const LayoutInput& input);
  nlohmann::ordered_json (*json)(const LayoutInput& input);  // one object per network
  // Puts the points of the table's [[solution]]s in place of the suite's sweep, for the suite's
  // models, the row's own first; null: the layout has no solutions.
  void (*sweep)(const SolutionPlan& plan, const DataSearch& search, Suite& suite) = nullptr;
};

const TableLayout& find_layout(const std::string& name);
std::vector<std::string> layout_names();

// The layouts, one file each.
extern const TableLayout kInferenceLayout;
extern const TableLayout kToleranceLayout;
extern const TableLayout kAblationLayout;
extern const TableLayout kFluctuationAccuracyLayout;
extern const TableLayout kFluctuationEnergyLayout;
extern const TableLayout kFluctuationParetoLayout;

}  // namespace imcbench
