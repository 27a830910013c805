// SPDX-License-Identifier: Apache-2.0
// imcbench: dispatch to the subcommands, and the one place where errors become exit codes.
#include <fmt/format.h>
#include <signal.h>

#include <map>

#include "kernels/core/check.h"
#include "kernels/core/isa.h"
#include "suites/cli/command.h"
#include "suites/experiments/build_info.h"

namespace imcbench {

namespace {

constexpr CommandRecord kCommands[] = {
    {"run", "Simulate the chips of a suite and write a result file.", setup_run},
    {"validate", "Check a suite file and print what it would run.", setup_validate},
    {"report", "Print the statistics of a result file.", setup_report},
    {"compare", "Compare the scenarios of two result files.", setup_compare},
    {"table", "Fill a table and check its expected figures.", setup_table},
    {"export", "Write the trials of a result file as CSV.", setup_export},
    {"merge", "Join result files of different chips.", setup_merge},
    {"train", "Train a network from a training file.", setup_train},
    {"import", "Make a model of weights made elsewhere.", setup_import},
    {"list",
     "List nonidealities, models, imports, optimizations, data sets, layers, presets, studies.",
     setup_list},
    {"describe", "Explain one of them: formula, parameters, source.", setup_describe},
    {"energy", "Energy, delay, cells and area of a network, layer by layer.", setup_energy},
    {"verify", "Compare what the kernels sample with closed forms.", setup_verify},
    {"data", "List, verify or fetch data sets.", setup_data},
};

std::string joined_arguments(int argc, char** argv) {
  std::string text;
  for (int i = 0; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool quote = argument.empty() || argument.find_first_of(" \t'\"$\\") != std::string::npos;
    text += (i == 0 ? "" : " ") + (quote ? "'" + argument + "'" : argument);
  }
  return text;
}

// Adds the nearest valid name to CLI11's message about an argument it does not know.
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* used = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
  std::vector<std::string> valid;
  for (const CLI::Option* option : used->get_options()) valid.push_back(option->get_name());
  for (const CLI::App* sub : used->get_subcommands({})) valid.push_back(sub->get_name());
  for (const std::string& extra : used->remaining(true)) {
    const std::string near = nearest_name(extra, valid);
    if (!near.empty()) return fmt::format("unknown argument '{}'; did you mean '{}'?", extra, near);
  }
  return error.what();
}

int fail(const std::string& message) {
  fmt::print(stderr, "imcbench: error: {}\n", message);
  return kExitBadInput;
}

int run_main(int argc, char** argv) {
  CLI::App app{
      "Monte Carlo reliability benchmarks for deep learning on in-memory hardware.\n"
      "Exit codes: 0 done, 1 a check failed, 2 bad input, 3 interrupted with results kept."};
  app.name("imcbench");
  app.set_version_flag("--version", fmt::format("imcbench {} ({}; {})", program_version(),
                                                program_git_sha(), build_description()));
  app.require_subcommand(1);
  std::map<const CLI::App*, Action> actions;
  for (const CommandRecord& command : kCommands) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    actions[sub] = command.setup(*sub);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForAllHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    return fail(explain(app, error) + " (imcbench --help)");
  }
  active_isa();  // refuses a bad IMCBENCH_ISA here rather than deep in a parallel loop
  const CommandContext context{joined_arguments(argc, argv)};
  return actions.at(app.get_subcommands().front())(context);
}

}  // namespace

}  // namespace imcbench

int main(int argc, char** argv) {
  signal(SIGXFSZ, SIG_IGN);  // a file grown beyond the limit is an error with a message
  try {
    return imcbench::run_main(argc, argv);
  } catch (const imcbench::InputError& error) {
    return imcbench::fail(error.what());
  } catch (const std::bad_alloc&) {
    return imcbench::fail("out of memory; use fewer --threads or a smaller --sample-batch");
  } catch (const std::exception& error) {
    fmt::print(stderr, "imcbench: internal error: {}\n", error.what());
    return imcbench::kExitCheckFailed;
  }
}
