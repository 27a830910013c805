// SPDX-License-Identifier: Apache-2.0
// A filled table as text and as JSON: a row per scenario, a column per time (or parameter).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "suites/tables/check.h"

namespace imcbench {

std::string table_text(const TableFile& table, const ResultFile& result,
                       const std::vector<TargetResult>& targets);
nlohmann::ordered_json table_json(const TableFile& table, const ResultFile& result,
                                  const std::vector<TargetResult>& targets);

}  // namespace imcbench
