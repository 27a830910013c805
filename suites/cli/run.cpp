// SPDX-License-Identifier: Apache-2.0
// imcbench run SUITE
#include <fmt/format.h>

#include "kernels/core/check.h"
#include "suites/cli/run_options.h"
#include "suites/experiments/progress.h"

namespace imcbench {

namespace {

int run(RunArguments& arguments, const CommandContext& context, Ranks& ranks) {
  RunOptions& options = arguments.options;
  if (options.resume && options.overwrite) {
    input_error("--resume and --overwrite exclude each other");
  }
  const Suite suite = finish_run_options(arguments);
  if (options.out.empty()) options.out = suite.name + ".h5";
  options.command_line = context.command_line;
  watch_for_interrupt();
  const RunOutcome outcome = run_suite(suite, options, ranks);
  if (ranks.rank() > 0) return kExitDone;
  if (outcome.interrupted) {
    fmt::print(stderr,
               "interrupted: {} of {} trials are kept in {}.parts; go on with the same command "
               "and --resume\n",
               outcome.trials_done, outcome.trials_planned, options.out);
    return kExitInterrupted;
  }
  if (outcome.already_complete) {
    fmt::print(stderr, "{} was complete: nothing to do\n", options.out);
  }
  fmt::print("{}\n", options.out);
  return kExitDone;
}

// With several ranks an error on one ends them all: the others would wait for it forever.
int run_on_ranks(RunArguments& arguments, const CommandContext& context) {
  const std::unique_ptr<Ranks> ranks = make_ranks();
  if (ranks->size() == 1) return run(arguments, context, *ranks);
  try {
    return run(arguments, context, *ranks);
  } catch (const InputError& error) {
    fmt::print(stderr, "imcbench: error: rank {}: {}\n", ranks->rank(), error.what());
    ranks->abort(kExitBadInput);
  } catch (const std::exception& error) {
    fmt::print(stderr, "imcbench: rank {}: {}\n", ranks->rank(), error.what());
    ranks->abort(kExitCheckFailed);
  }
  return kExitCheckFailed;
}

}  // namespace

Action setup_run(CLI::App& app) {
  auto arguments = add_run_options(app);
  app.add_option("--out", arguments->options.out, "result file (default: <suite name>.h5)");
  app.add_flag("--resume", arguments->options.resume, "go on with an interrupted run");
  app.add_flag("--overwrite", arguments->options.overwrite, "remove an existing result first");
  return [arguments](const CommandContext& context) { return run_on_ranks(*arguments, context); };
}

}  // namespace imcbench
