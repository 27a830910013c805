// SPDX-License-Identifier: Apache-2.0
// imcbench validate SUITE
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "suites/cli/run_options.h"
#include "suites/experiments/memory.h"

namespace imcbench {

namespace {

void print_text(const Suite& suite, const RunPlan& plan) {
  fmt::print("{} (version {}): {}\n", suite.name, suite.version, suite.title);
  fmt::print("backend {}, {}\n", plan.backend, plan.device);
  fmt::print("{} chips at {} times, {} samples each: {} trials, memory {}\n", plan.chips,
             suite.times_s.size(), suite.samples, plan.trials, human_bytes(plan.memory_bytes));
  for (const std::string& scenario : plan.scenarios) fmt::print("  {}\n", scenario);
  fmt::print("hardware, from preset {}:\n", suite.preset);
  for (const StageSetting& setting : suite.hardware.settings()) {
    fmt::print("  {:<28}{}\n", setting.record->info->name, setting.enabled ? "on" : "off");
  }
}

void print_json(const Suite& suite, const RunPlan& plan) {
  nlohmann::ordered_json json{{"suite", suite.name},
                              {"version", suite.version},
                              {"backend", plan.backend},
                              {"device", plan.device},
                              {"chips", plan.chips},
                              {"times_s", suite.times_s},
                              {"samples", suite.samples},
                              {"preset", suite.preset},
                              {"trials", plan.trials},
                              {"memory_bytes", plan.memory_bytes},
                              {"scenarios", plan.scenarios}};
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

Action setup_validate(CLI::App& app) {
  auto arguments = add_run_options(app);
  auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "print JSON");
  return [arguments, json](const CommandContext&) {
    const Suite suite = finish_run_options(*arguments);
    const RunPlan plan = plan_run(suite, arguments->options);
    *json ? print_json(suite, plan) : print_text(suite, plan);
    return kExitDone;
  };
}

}  // namespace imcbench
