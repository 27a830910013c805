// SPDX-License-Identifier: Apache-2.0
// imcbench list KIND
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kernels/core/check.h"
#include "suites/cli/catalogue.h"
#include "suites/cli/command.h"
#include "suites/report/numbers.h"

namespace imcbench {

namespace {

const CatalogueKind& find_kind(const std::string& name) {
  std::vector<std::string> names;
  for (const CatalogueKind& kind : catalogue()) {
    if (name == kind.name) return kind;
    names.emplace_back(kind.name);
  }
  if (name.empty()) input_error("list: a KIND is needed; valid: {}", fmt::join(names, ", "));
  input_error("list: unknown kind '{}'{}", name, suggestion(name, names));
}

void print_kind(const CatalogueKind& kind, bool as_json) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::vector<std::vector<std::string>> rows;
  for (const CatalogueEntry& entry : kind.entries()) {
    json.push_back({{"name", entry.name}, {"summary", entry.summary}});
    rows.push_back({entry.name, entry.summary});
  }
  fmt::print("{}", as_json ? json.dump(2) + "\n" : text_table(rows, 2));
}

}  // namespace

Action setup_list(CLI::App& app) {
  auto kind = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  app.add_option("kind", *kind,
                 "nonidealities, models, imports, topologies, optimizations, hardware-aware, "
                 "datasets, layers, presets or studies");
  app.add_flag("--json", *json, "print a JSON array of objects with name and summary");
  return [kind, json](const CommandContext&) {
    print_kind(find_kind(*kind), *json);
    return kExitDone;
  };
}

}  // namespace imcbench
