// SPDX-License-Identifier: Apache-2.0
// imcbench table NAME
#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "kernels/core/check.h"
#include "suites/cli/command.h"
#include "suites/experiments/driver.h"
#include "suites/experiments/progress.h"
#include "suites/report/numbers.h"
#include "suites/tables/print.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kMaxThreads = 4096;

struct TableArguments {
  std::string name;
  bool check = false, full = false, list = false, json = false;
  RunOptions run;
};

int list_tables() {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& name : table_names()) rows.push_back({name, read_table(name).title});
  fmt::print("{}", text_table(rows, 2));
  return kExitDone;
}

Suite suite_of(const TableFile& table, bool full) {
  Suite suite = parse_suite(table.suite);
  const TableSize& size = full ? table.full : table.size;
  SuiteOverrides overrides;
  overrides.chips = size.chips;
  overrides.samples = size.samples;
  apply_overrides(suite, overrides);
  return suite;
}

std::string default_output(const TableFile& table, bool full) {
  const std::filesystem::path folder = "out/tables";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) input_error("{}: {}", folder.string(), error.message());
  return (folder / (table.name + (full ? "-full.h5" : ".h5"))).string();
}

int exit_code(TargetVerdict verdict) {
  static const std::map<TargetVerdict, int> codes = {
      {TargetVerdict::met, kExitDone},
      {TargetVerdict::missed, kExitCheckFailed},
      {TargetVerdict::not_enough_chips, kExitUndecided}};
  return codes.at(verdict);
}

int run_table(TableArguments& a, const CommandContext& context) {
  if (a.list) return list_tables();
  if (a.name.empty()) {
    input_error("table: a NAME is needed; valid: {}", fmt::join(table_names(), ", "));
  }
  const TableFile table = read_table(a.name);
  if (a.check && table.targets.empty()) {
    input_error("{}: --check needs a [[target]]", table.path);
  }
  const Suite suite = suite_of(table, a.full);
  check_targets(table, suite);
  if (a.run.out.empty()) a.run.out = default_output(table, a.full);
  a.run.resume = true;
  a.run.command_line = context.command_line;
  watch_for_interrupt();
  if (run_suite(suite, a.run).interrupted) {
    fmt::print(stderr, "interrupted: what is finished is kept; the same command goes on\n");
    return kExitInterrupted;
  }
  const ResultFile result = read_result(a.run.out);
  const std::vector<TargetResult> targets = judge_targets(table, result);
  fmt::print("{}", a.json ? table_json(table, result, targets).dump(2) + "\n"
                          : table_text(table, result, targets));
  return a.check ? exit_code(overall(targets)) : kExitDone;
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
  app.add_flag("--json", a->json, "print JSON");
  app.add_option("--out", a->run.out, "result file (default: out/tables/NAME.h5)");
  app.add_option("--data-dir", a->run.data_dir, "folder to look for data sets first");
  app.add_option("--threads", a->run.threads, "processor threads (default: all)")
      ->check(CLI::Range(std::uint32_t{1}, kMaxThreads));
  app.add_option("--backend", a->run.backend, "auto, cpu or cuda (default: auto)")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  return [a](const CommandContext& context) { return run_table(*a, context); };
}

}  // namespace imcbench
