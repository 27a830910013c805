// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/fluctuation_grid.h"

#include "suites/models/model_file.h"
#include "suites/tables/solution_figures.h"

namespace imcbench {

std::vector<std::string> solution_table_models(const TableNetwork& network) {
  std::vector<std::string> names{network.model};
  for (const std::string& variant : network.variants) {
    names.push_back(with_ending(network.model, variant));
  }
  return names;
}

void sweep_grid(const SolutionPlan& plan, const DataSearch&, Suite& suite) {
  std::vector<SolutionPoint> points;
  for (const Solution& solution : plan.solutions) {
    for (const std::string& model : models_of(solution, suite.models)) {
      for (const double rho : rhos_of(plan, solution)) {
        points.push_back({model, solution.stages, rho});
      }
    }
  }
  set_sweep(plan, points, suite);
}

}  // namespace imcbench
