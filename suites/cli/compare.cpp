// SPDX-License-Identifier: Apache-2.0
// imcbench compare A B
#include "suites/report/compare.h"

#include <fmt/format.h>

#include "kernels/core/check.h"
#include "suites/cli/command.h"

namespace imcbench {

namespace {

struct CompareArguments {
  std::string a, b;
  double time_s = -1;
  bool json = false;
  CompareOptions options;
};

int exit_code(Verdict verdict) {
  if (verdict == Verdict::equal) return kExitDone;
  return verdict == Verdict::different ? kExitCheckFailed : kExitUndecided;
}

int compare(const CompareArguments& arguments, const CompareOptions& options) {
  if (!(options.margin > 0.0 && options.margin <= 1.0)) {
    input_error("--margin {} is out of range; allowed: above 0, up to 1", options.margin);
  }
  const ResultFile a = read_result(arguments.a), b = read_result(arguments.b);
  const Comparison comparison = compare_files(a, b, options);
  if (arguments.json) {
    fmt::print("{}\n", comparison_json(comparison, options).dump(2));
  } else {
    fmt::print("{}\n{}\n\n{}", arguments.a, arguments.b, comparison_text(comparison, options));
  }
  return exit_code(overall(comparison));
}

}  // namespace

Action setup_compare(CLI::App& app) {
  auto a = std::make_shared<CompareArguments>();
  app.add_option("a", a->a, "result file")->required();
  app.add_option("b", a->b, "result file, compared with the first")->required();
  app.add_option("--margin", a->options.margin,
                 "mean accuracies this near to each other are equal (default: 0.005)");
  CLI::Option* time = app.add_option("--time", a->time_s, "only this time, in seconds");
  app.add_flag("--json", a->json, "print JSON");
  app.footer("Exit code 0: all equal, 1: some differ, 2: not enough chips to tell, or bad input.");
  return [a, time](const CommandContext&) {
    CompareOptions options = a->options;
    if (time->count() > 0) options.time_s = a->time_s;
    return compare(*a, options);
  };
}

}  // namespace imcbench
