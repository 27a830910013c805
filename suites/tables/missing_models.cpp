// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/missing_models.h"

#include <algorithm>

#include "suites/models/model_file.h"
#include "suites/optimizations/list.h"
#include "suites/tables/layouts.h"
#include "suites/tables/training_command.h"

namespace imcbench {

namespace {

// What a row names beside its model.
std::vector<std::string> companions_of(const TableLayout& layout, const TableNetwork& network,
                                       const Suite& suite) {
  std::vector<std::string> models = layout.models(network);
  std::erase(models, network.model);
  for (const std::string& name : suite.optimizations) {
    const OptimizationRecord& record = *find_optimization(name);
    if (record.is_companion()) {
      models.push_back(with_ending(network.model, record.companion_ending));
    }
  }
  return models;
}

class Lines {
 public:
  // `get`: how to get it where no training makes it; `then`: something before it has to be got.
  void add(const std::string& model, const std::string& get, bool then) {
    if (has_model(model)) return;
    const std::string command = get.empty() ? training_command(model) : "";
    const std::string line = command.empty() ? "# " + missing_model(model, get)
                             : then          ? "# then: " + command
                                             : command;
    if (std::ranges::find(lines_, line) == lines_.end()) lines_.push_back(line);
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> missing_models(const TableFile& table, const Suite& suite, bool full) {
  Lines lines;
  if (table.networks.empty()) {
    for (const std::string& model : suite.models) {
      lines.add(model_beside(model, suite.path), "", false);
    }
    return lines.lines();
  }
  const TableLayout& layout = find_layout(table.layout);
  for (const TableNetwork& network : table.networks) {
    if (network.full_only && !full) continue;
    lines.add(network.model, network.get, false);
    const bool then = !network.get.empty() && !has_model(network.model);
    for (const std::string& model : companions_of(layout, network, suite)) {
      lines.add(model, "", then);
    }
  }
  return lines.lines();
}

}  // namespace imcbench
