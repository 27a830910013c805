// SPDX-License-Identifier: Apache-2.0
// imcbench table NAME
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "kernels/core/check.h"
#include "suites/cli/command.h"
#include "suites/experiments/driver.h"
#include "suites/experiments/progress.h"
#include "suites/models/model_file.h"
#include "suites/report/numbers.h"
#include "suites/tables/missing_models.h"
#include "suites/tables/print.h"
#include "suites/tables/run_networks.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kMaxThreads = 4096;

struct TableArguments {
  std::string name;
  std::vector<std::string> networks;  // rows; none: all
  std::uint32_t samples = 0;          // at most so many of every row; 0: as the table says
  bool check = false, full = false, list = false, json = false, missing = false;
  RunOptions run;
};

int list_tables() {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& name : table_names()) rows.push_back({name, read_table(name).title});
  fmt::print("{}", text_table(rows, 2));
  return kExitDone;
}

std::string default_output(const TableArguments& a, const TableFile& table) {
  const std::filesystem::path folder = "out/tables";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) input_error("{}: {}", folder.string(), error.message());
  const std::string ending = table.networks.empty() ? ".h5" : "";  // else a folder of files
  const std::string samples = a.samples > 0 ? fmt::format("-{}-samples", a.samples) : "";
  return (folder / (table.results + (a.full ? "-full" : "") + samples + ending)).string();
}

int exit_code(TargetVerdict verdict) {
  static const std::map<TargetVerdict, int> codes = {
      {TargetVerdict::met, kExitDone},
      {TargetVerdict::missed, kExitCheckFailed},
      {TargetVerdict::not_enough_chips, kExitUndecided}};
  return codes.at(verdict);
}

// Said on standard error, as standard output may be JSON.
int checked(TargetVerdict verdict) {
  fmt::print(stderr, "check: {}\n", verdict_name(verdict));
  return exit_code(verdict);
}

int interrupted_exit() {
  fmt::print(stderr, "interrupted: what is finished is kept; the same command goes on\n");
  return kExitInterrupted;
}

// Models of the suite that are files and not there, said and taken out.
void leave_out_missing(Suite& suite) {
  std::vector<std::string> there;
  for (const std::string& model : suite.models) {
    const std::string missing = missing_model(model_beside(model, suite.path), "");
    if (missing.empty()) {
      there.push_back(model);
    } else {
      fmt::print(stderr, "left out: {}: {}\n", model, missing);
    }
  }
  if (there.empty()) input_error("{}: none of its models is there", suite.path);
  suite.models = there;
}

int run_one_suite(const TableArguments& a, const TableFile& table, Suite suite) {
  leave_out_missing(suite);
  if (run_suite(suite, a.run).interrupted) return interrupted_exit();
  const ResultFile result = read_result(a.run.out);
  const std::vector<TargetResult> targets = judge_targets(table, result);
  fmt::print("{}", a.json ? table_json(table, result, targets).dump(2) + "\n"
                          : table_text(table, result, targets));
  return a.check ? checked(overall(targets)) : kExitDone;
}

int run_network_table(const TableArguments& a, const TableFile& table) {
  NetworkRuns runs = run_networks(table, a.full, a.run);
  if (runs.interrupted) return interrupted_exit();
  NetworkTable filled;
  filled.results = std::move(runs.results);
  filled.left_out = std::move(runs.left_out);
  filled.targets = judge_targets(table, filled.results);
  for (const TableClaim& claim : table.claims) {
    filled.claims.push_back(judge_table_claim(
        claim, {filled.results, table.solutions.solutions.empty() ? nullptr : &table.solutions}));
  }
  fmt::print("{}", a.json ? table_json(table, filled).dump(2) + "\n" : table_text(table, filled));
  return a.check ? checked(overall(filled.targets, filled.claims)) : kExitDone;
}

// Leaves the rows that were asked for, in the table's order.
void choose_rows(TableFile& table, const std::vector<std::string>& chosen) {
  if (chosen.empty()) return;
  std::vector<std::string> names;
  for (const TableNetwork& network : table.networks) names.push_back(network.model);
  for (const std::string& name : chosen) {
    if (std::ranges::find(names, name) != names.end()) continue;
    if (names.empty()) input_error("--network: {} has no rows to choose from", table.path);
    input_error("--network: {} has no row '{}'{}; valid: {}", table.path, name,
                suggestion(name, names), fmt::join(names, ", "));
  }
  std::erase_if(table.networks, [&](const TableNetwork& network) {
    return std::ranges::find(chosen, network.model) == chosen.end();
  });
}

void limit_samples(TableFile& table, std::uint32_t most) {
  if (most == 0) return;
  std::vector<std::uint32_t*> sizes{&table.size.samples, &table.full.samples};
  for (TableNetwork& network : table.networks) {
    sizes.insert(sizes.end(), {&network.samples, &network.full_samples});
  }
  for (std::uint32_t* samples : sizes) *samples = std::min(*samples, most);
}

int print_missing(const TableFile& table, const Suite& suite, bool full) {
  for (const std::string& line : missing_models(table, suite, full)) fmt::print("{}\n", line);
  return kExitDone;
}

int run_table(TableArguments& a, const CommandContext& context) {
  if (a.list) return list_tables();
  if (a.name.empty()) {
    input_error("table: a NAME is needed; valid: {}", fmt::join(table_names(), ", "));
  }
  TableFile table = read_table(a.name, a.full);
  if (a.check && table.targets.empty() && table.claims.empty()) {
    input_error("{}: --check needs a [[target]] or a [[claim]]", table.path);
  }
  limit_samples(table, a.samples);
  const Suite suite = suite_of(table, a.full);
  check_targets(table, suite);
  choose_rows(table, a.networks);
  if (a.missing) return print_missing(table, suite, a.full);
  if (a.run.out.empty()) a.run.out = default_output(a, table);
  a.run.resume = true;
  a.run.command_line = context.command_line;
  watch_for_interrupt();
  return table.networks.empty() ? run_one_suite(a, table, suite) : run_network_table(a, table);
}

}  // namespace

Action setup_table(CLI::App& app) {
  auto a = std::make_shared<TableArguments>();
  app.add_option("name", a->name, "a table that ships with the program, or a table file");
  app.add_flag("--list", a->list, "list the tables that ship with the program");
  app.add_flag(
      "--check", a->check,
      "exit code 0: all expected figures met, 1: some missed, 2: not enough chips to tell");
  app.add_flag("--full", a->full, "the table's full size instead of its default one");
  app.add_option("--samples", a->samples,
                 "at most so many test samples a row, of the default size or of --full")
      ->check(CLI::Range(std::uint32_t{1}, static_cast<std::uint32_t>(kMaxSamples)));
  app.add_option("--network", a->networks, "only this row of a table of networks; repeatable")
      ->allow_extra_args(false);
  app.add_flag("--missing", a->missing,
               "print the commands that make the models which are not there, and run nothing");
  app.add_flag("--json", a->json, "print JSON");
  app.add_option(
      "--out", a->run.out,
      "result file (default: out/tables/NAME.h5), or folder of them for a table of networks");
  app.add_option("--data-dir", a->run.data_dir, "folder to look for data sets first");
  app.add_option("--threads", a->run.threads, "processor threads (default: all)")
      ->check(CLI::Range(std::uint32_t{1}, kMaxThreads));
  app.add_option("--backend", a->run.backend, "auto, cpu or cuda (default: auto)")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  return [a](const CommandContext& context) { return run_table(*a, context); };
}

}  // namespace imcbench
