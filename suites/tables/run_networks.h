// SPDX-License-Identifier: Apache-2.0
// Runs a table of networks: its suite once for every row, on the row's model and data, into a
// result file of its own. What is finished is not done again.
#pragma once

#include "suites/experiments/driver.h"
#include "suites/tables/table_file.h"

namespace imcbench {

struct NetworkRuns {
  std::vector<NetworkResult> results;  // in the table's order
  std::vector<std::string> left_out;   // one line each
  bool interrupted = false;
};

// The suite at the table's default or full size.
Suite suite_of(const TableFile& table, bool full);

// `options.out` is a folder, made when it is not there.
NetworkRuns run_networks(const TableFile& table, bool full, const RunOptions& options);

}  // namespace imcbench
