// SPDX-License-Identifier: Apache-2.0
// What has to be made before a table is whole.
#pragma once

#include <string>
#include <vector>

#include "suites/experiments/suite.h"
#include "suites/tables/table_file.h"

namespace imcbench {

// A shell line for every model that the table's rows, or its suite, name and that is not there, each
// once, a model before what is trained on from it: the training command; or "# " and how else to get
// it, then "# then: " and the commands that need it. At the default size rows for --full alone are
// left out.
std::vector<std::string> missing_models(const TableFile& table, const Suite& suite, bool full);

}  // namespace imcbench
