// SPDX-License-Identifier: Apache-2.0
// What a table of networks rests on: test samples of how many, chips, and what its full size has more.
#pragma once

#include <span>
#include <string>

#include "suites/tables/table_file.h"

namespace imcbench {

// One line a row, under a heading; with the row's own note.
std::string sizes_text(const TableFile& table, std::span<const NetworkResult> results);

}  // namespace imcbench
