// SPDX-License-Identifier: Apache-2.0
// imcbench merge FILES --out FILE
#include "results/merge.h"

#include <fmt/format.h>

#include <fstream>

#include "kernels/core/check.h"
#include "suites/cli/command.h"

namespace imcbench {

Action setup_merge(CLI::App& app) {
  struct Arguments {
    std::vector<std::string> files;
    std::string out;
    bool overwrite = false;
  };
  auto a = std::make_shared<Arguments>();
  app.add_option("files", a->files, "result files of the same suite and different chips")
      ->required();
  app.add_option("--out", a->out, "merged result file")->required();
  app.add_flag("--overwrite", a->overwrite, "replace an existing file");
  return [a](const CommandContext&) {
    if (!a->overwrite && std::ifstream(a->out).good()) {
      input_error("{}: the file exists; use --overwrite", a->out);
    }
    const Merged merged = merge_results(a->files);
    for (const std::string& note : merged.notes) fmt::print(stderr, "note: {}\n", note);
    write_result(a->out, merged.result);
    fmt::print("{}\n", a->out);
    return kExitDone;
  };
}

}  // namespace imcbench
