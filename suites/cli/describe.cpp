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

void describe(const std::string& name) {
  if (name.ends_with(".h5")) {
    fmt::print("{}", model_page(name, load_model(name)));
    return;
  }
  std::vector<std::string> names;
  for (const CatalogueKind& kind : catalogue()) {
    for (const CatalogueEntry& entry : kind.entries()) {
      if (entry.name == name) {
        fmt::print("{}", entry.description);
        return;
      }
      names.push_back(entry.name);
    }
  }
  input_error("describe: nothing is named '{}'{}", name, suggestion(name, names));
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
