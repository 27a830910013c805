// SPDX-License-Identifier: Apache-2.0
// A table as data (suites/tables/NAME.toml): which suite fills it, which figure its cells show or
// which networks are its rows, and what is expected to come out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suites/tables/claims.h"
#include "suites/tables/network_rows.h"
#include "suites/tables/solutions.h"

namespace imcbench {

struct TableSize {
  std::uint32_t chips, samples;
};

// One expected figure: it is met when the interval that comes out lies within value +- tolerance.
struct TableTarget {
  std::string place;  // file:line:column
  std::string model, optimization;
  std::string settings;             // "output_noise.sigma = 0.04, ..." or empty: the suite's own
  std::string figure;               // of tables/figures.h; the table's own unless given
  double time_s = 0;                // for figures at a time
  std::string parameter;            // for the figure "tolerance"
  double value = 0, tolerance = 0;  // in the figure's unit
  std::string source;               // where the value is from
  std::string tag;                  // "seen" in a publication, "ours", ...
};

struct TableFile {
  std::string path, name, title;
  std::string suite;   // path of the suite file
  std::string results;  // name of its results: tables of one name share them; the table's own
  std::string figure;  // what a cell shows; of a table of networks, what its targets are about
  TableSize size, full;
  std::vector<TableTarget> targets;
  // A table of networks: the suite is run once for each, with its model and data.
  std::string layout;     // of layouts.h; "": the table is one suite
  std::string published;  // path of a file of results/published, or ""
  std::vector<TableNetwork> networks;
  std::vector<TableClaim> claims;
  SolutionPlan solutions;  // of layouts with a sweep
};

// A name that ships with the program, or a path. InputError with file:line:column for anything
// wrong, or with the nearest valid name. `full`: rows get their full_variants as well.
TableFile read_table(const std::string& name_or_path, bool full = false);

std::vector<std::string> table_names();

}  // namespace imcbench
