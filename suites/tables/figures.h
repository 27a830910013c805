// SPDX-License-Identifier: Apache-2.0
// The figures that a table can show, each computed from a result file. One line each in THE LIST of
// figures.cpp.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "results/schema.h"

namespace imcbench {

// One cell: where it stands, and the figure with its 95 % interval. An end that could not be found
// is infinite; NaN: undefined.
struct TableCell {
  std::string model, optimization;
  std::string settings;   // one line, empty for the suite's own
  double time_s = 0;      // figures at a time
  std::string parameter;  // figures of a parameter
  Estimate estimate;
};

struct TableFigure {
  const char* name;
  const char* title;  // what is printed above the table
  bool at_time;       // columns are times; else parameters
  bool fraction;      // printed in percent
  std::vector<TableCell> (*cells)(const ResultFile& result);
};

const TableFigure& find_table_figure(const std::string& name);
std::vector<std::string> table_figure_names();

}  // namespace imcbench
