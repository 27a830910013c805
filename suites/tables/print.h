// SPDX-License-Identifier: Apache-2.0
// A filled table as text and as JSON: a row per scenario, a column per time (or parameter); a table
// of networks as its layout has it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "suites/tables/check.h"

namespace imcbench {

std::string table_text(const TableFile& table, const ResultFile& result,
                       const std::vector<TargetResult>& targets);
nlohmann::ordered_json table_json(const TableFile& table, const ResultFile& result,
                                  const std::vector<TargetResult>& targets);

// What came out of a table of networks.
struct NetworkTable {
  std::vector<NetworkResult> results;
  std::vector<TargetResult> targets;
  std::vector<ClaimResult> claims;
  std::vector<std::string> left_out;  // one line each: which row, what is missing, how to get it
};

std::string table_text(const TableFile& table, const NetworkTable& filled);
nlohmann::ordered_json table_json(const TableFile& table, const NetworkTable& filled);

}  // namespace imcbench
