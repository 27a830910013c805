// SPDX-License-Identifier: Apache-2.0
// imcbench export FILE --csv
#include <fstream>
#include <iostream>
#include <sstream>

#include "kernels/core/check.h"
#include "results/csv.h"
#include "results/durable.h"
#include "suites/cli/command.h"

namespace imcbench {

namespace {

void write_file(const std::string& path, const ResultFile& result, bool overwrite) {
  if (!overwrite && std::ifstream(path).good()) {
    input_error("{}: the file exists; use --overwrite", path);
  }
  write_durably(path, [&](const std::string& temporary) {
    std::ofstream out(temporary);
    write_csv(out, result);
    out.flush();
    if (!out) input_error("{}: cannot write", path);
  });
}

}  // namespace

Action setup_export(CLI::App& app) {
  struct Arguments {
    std::string file, out;
    bool csv = false, overwrite = false;
  };
  auto a = std::make_shared<Arguments>();
  app.add_option("file", a->file, "result file")->required();
  app.add_flag("--csv", a->csv, "comma-separated values, one row per trial (the only format)");
  app.add_option("--out", a->out, "file to write (default: standard output)");
  app.add_flag("--overwrite", a->overwrite, "replace an existing file");
  return [a](const CommandContext&) {
    if (!a->csv) input_error("export: name a format: --csv");
    const ResultFile result = read_result(a->file);
    if (!a->out.empty()) {
      write_file(a->out, result, a->overwrite);
      return kExitDone;
    }
    write_csv(std::cout, result);
    std::cout.flush();
    if (!std::cout) input_error("standard output: cannot write");
    return kExitDone;
  };
}

}  // namespace imcbench
