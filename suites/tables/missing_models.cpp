// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/missing_models.h"

#include <algorithm>

#include "suites/models/model_file.h"
#include "suites/optimizations/list.h"
#include "suites/tables/layouts.h"
#include "suites/tables/training_command.h"

namespace imcbench {

namespace {

std::vector<std::string> models_of(const TableLayout& layout, const TableNetwork& network,
                                   const Suite& suite) {
  std::vector<std::string> models = layout.models(network);
  for (const std::string& name : suite.optimizations) {
    const OptimizationRecord& record = *find_optimization(name);
    if (record.is_companion()) {
      models.push_back(with_ending(network.model, record.companion_ending));
    }
  }
  return models;
}

std::string shell_line(const std::string& model, const std::string& get) {
  const std::string command = get.empty() ? training_command(model) : "";
  return command.empty() ? "# " + missing_model(model, get) : command;
}

}  // namespace

std::vector<std::string> missing_models(const TableFile& table, const Suite& suite, bool full) {
  const TableLayout& layout = find_layout(table.layout);
  std::vector<std::string> lines;
  for (const TableNetwork& network : table.networks) {
    if (network.full_only && !full) continue;
    for (const std::string& model : models_of(layout, network, suite)) {
      if (has_model(model)) continue;
      const std::string line = shell_line(model, model == network.model ? network.get : "");
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace imcbench
