// SPDX-License-Identifier: Apache-2.0
// What tables of solutions share: the models of a row, and the sweep of every solution over its
// operating points.
#pragma once

#include "datasets/search.h"
#include "suites/tables/network_rows.h"
#include "suites/tables/solutions.h"

namespace imcbench {

// The network, and those of its variants: trained for the devices, with further seeds.
std::vector<std::string> solution_table_models(const TableNetwork& network);

void sweep_grid(const SolutionPlan& plan, const DataSearch& search, Suite& suite);

}  // namespace imcbench
