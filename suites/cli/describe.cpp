// SPDX-License-Identifier: Apache-2.0
// imcbench describe NAME
#include <fmt/format.h>

#include "kernels/core/check.h"
#include "suites/cli/catalogue.h"
#include "suites/cli/command.h"

namespace imcbench {

namespace {

void describe(const std::string& name) {
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
  app.add_option("name", *name, "a name that `imcbench list` shows")->required();
  return [name](const CommandContext&) {
    describe(*name);
    return kExitDone;
  };
}

}  // namespace imcbench
