// SPDX-License-Identifier: Apache-2.0
// imcbench describe NAME, imcbench describe --page
#include <fmt/format.h>

#include "kernels/core/check.h"
#include "suites/cli/catalogue.h"
#include "suites/cli/command.h"
#include "suites/cli/model_page.h"
#include "suites/cli/nonideality_page.h"

namespace imcbench {

namespace {

// What stands behind the last dot: "weight_noise" of "hardware_aware.weight_noise".
std::string bare_name(const std::string& name) { return name.substr(name.rfind('.') + 1); }

// What is called so; else what has it as its bare name.
std::string description_of(const std::string& name) {
  std::vector<std::string> names;
  std::vector<CatalogueEntry> exact, bare;
  for (const CatalogueKind& kind : catalogue()) {
    for (CatalogueEntry& entry : kind.entries()) {
      names.push_back(entry.name);
      const std::string behind = bare_name(entry.name);
      if (behind != entry.name) names.push_back(behind);
      if (entry.name == name) {
        exact.push_back(std::move(entry));
      } else if (behind == name) {
        bare.push_back(std::move(entry));
      }
    }
  }
  if (exact.empty() && bare.empty()) {
    input_error("describe: nothing is named '{}'{}", name, suggestion(name, names));
  }
  if (exact.empty()) return bare.front().description;
  std::string text = exact.front().description;
  for (const CatalogueEntry& other : bare) {
    text += fmt::format("see also: imcbench describe {}\n", other.name);
  }
  return text;
}

void describe(const std::string& name) {
  fmt::print("{}",
             name.ends_with(".h5") ? model_page(name, load_model(name)) : description_of(name));
}

}  // namespace

Action setup_describe(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  auto page = std::make_shared<bool>(false);
  app.add_option("name", *name, "a name that `imcbench list` shows, or a model file");
  app.add_flag("--page", *page, "print the page of all nonidealities, docs/nonidealities.md");
  return [name, page](const CommandContext&) {
    if (*page == !name->empty()) input_error("describe: either a name or --page is needed");
    if (*page) {
      fmt::print("{}", nonideality_page());
    } else {
      describe(*name);
    }
    return kExitDone;
  };
}

}  // namespace imcbench
