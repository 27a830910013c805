// SPDX-License-Identifier: Apache-2.0
// Tables in plain text: columns as wide as their widest cell, the first to the left.
#pragma once

#include <string>
#include <vector>

namespace imcbench {

// Every row has as many cells as the first. Ends in a line end.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace imcbench
