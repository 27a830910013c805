// SPDX-License-Identifier: Apache-2.0
// imcbench verify [NAME...]
#include "suites/verification/verify.h"

#include <fmt/format.h>

#include <memory>

#include "suites/cli/command.h"
#include "suites/verification/report.h"

namespace imcbench {

namespace {

struct VerifyOptions {
  std::vector<std::string> names;
  std::uint64_t seed = 1;
  bool details = false, json = false;
};

int run_verify(const VerifyOptions& options) {
  const VerificationRun run = verify(options.names, options.seed);
  if (options.json) {
    fmt::print("{}\n", verification_json(run).dump(2));
  } else {
    fmt::print("{}", verification_text(run, options.details));
  }
  return run.failures() == 0 ? kExitDone : kExitCheckFailed;
}

}  // namespace

Action setup_verify(CLI::App& app) {
  auto options = std::make_shared<VerifyOptions>();
  app.add_option("name", options->names, "nonidealities, stages or presets; all if none is given");
  app.add_option("--seed", options->seed, "seed of the chips (1)");
  app.add_flag("--details", options->details, "print every row");
  app.add_flag("--json", options->json, "print all rows as JSON");
  return [options](const CommandContext&) { return run_verify(*options); };
}

}  // namespace imcbench
