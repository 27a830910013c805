// SPDX-License-Identifier: Apache-2.0
// imcbench validate SUITE
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "suites/cli/run_options.h"
#include "suites/experiments/memory.h"
#include "suites/experiments/progress.h"
#include "suites/experiments/run_plan.h"

namespace imcbench {

namespace {

// Which table a stage that is on has, by file and content.
std::string table_text(const StageSetting& setting) {
  if (!setting.enabled || setting.table == nullptr) return "";
  return fmt::format(", {} (sha256 {})", setting.table->origin,
                     setting.table->sha256.substr(0, 16));
}

nlohmann::ordered_json tables_json(const Suite& suite) {
  auto tables = nlohmann::ordered_json::object();
  for (const StageSetting& setting : suite.hardware.settings()) {
    if (!setting.enabled || setting.table == nullptr) continue;
    tables[setting.record->info->name] = {{"file", setting.table->origin},
                                          {"sha256", setting.table->sha256}};
  }
  return tables;
}

constexpr std::size_t kMostLines = 40;

std::string joined_settings(const PlannedScenario& scenario) {
  std::string text = scenario.settings;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (std::size_t i = text.find('\n'); i != std::string::npos; i = text.find('\n', i)) {
    text.replace(i, 1, "; ");
  }
  return text.empty() ? "" : ": " + text;
}

void print_scenarios(const RunPlan& plan) {
  fmt::print("scenarios of the sweep: {}\n", plan.scenarios.size());
  for (std::size_t i = 0; i < std::min(plan.scenarios.size(), kMostLines); ++i) {
    const PlannedScenario& s = plan.scenarios[i];
    fmt::print("  {} / {}{} (floating point {}/{}, sha256 {})\n", s.model, s.optimization,
               joined_settings(s), s.fp_correct, s.samples * s.predictions_per_sample,
               s.sha256.substr(0, 16));
  }
  if (plan.scenarios.size() > kMostLines) {
    fmt::print("  ... and {} more (--json lists all)\n", plan.scenarios.size() - kMostLines);
  }
}

void print_studies(const RunPlan& plan) {
  for (const PlannedStudy& study : plan.studies) {
    fmt::print("study {}: at most {} scenarios, {} chips\n", study.name, study.scenarios,
               study.chips);
    for (const std::string& line : study.lines) fmt::print("  {}\n", line);
  }
}

void print_text(const Suite& suite, const RunPlan& plan) {
  fmt::print("{} (version {}): {}\n", suite.name, suite.version, suite.title);
  fmt::print("backend {}, {}\n", plan.backend, plan.device);
  fmt::print("{} chips per scenario at {} times, {}\n", plan.chips, suite.times_s.size(),
             plan.stopping_rule);
  fmt::print("at most {} trials, memory {}, about {} here (from a few chips timed now)\n",
             plan.trials, human_bytes(plan.memory_bytes), human_duration(plan.seconds));
  print_scenarios(plan);
  print_studies(plan);
  fmt::print("hardware, from preset {}:\n", suite.preset);
  for (const StageSetting& setting : suite.hardware.settings()) {
    fmt::print("  {:<28}{}{}\n", setting.record->info->name, setting.enabled ? "on" : "off",
               table_text(setting));
  }
}

nlohmann::ordered_json scenarios_json(const RunPlan& plan) {
  auto list = nlohmann::ordered_json::array();
  for (const PlannedScenario& s : plan.scenarios) {
    list.push_back({{"model", s.model},
                    {"optimization", s.optimization},
                    {"settings", s.settings},
                    {"samples", s.samples},
                    {"predictions_per_sample", s.predictions_per_sample},
                    {"fp_correct", s.fp_correct},
                    {"sha256", s.sha256}});
  }
  return list;
}

nlohmann::ordered_json studies_json(const RunPlan& plan) {
  auto list = nlohmann::ordered_json::array();
  for (const PlannedStudy& s : plan.studies) {
    list.push_back({{"name", s.name}, {"scenarios", s.scenarios}, {"chips", s.chips}});
  }
  return list;
}

void print_json(const Suite& suite, const RunPlan& plan) {
  nlohmann::ordered_json json{{"suite", suite.name},          {"version", suite.version},
                              {"backend", plan.backend},      {"device", plan.device},
                              {"chips", plan.chips},          {"stopping_rule", plan.stopping_rule},
                              {"times_s", suite.times_s},     {"samples", suite.samples},
                              {"preset", suite.preset},       {"tables", tables_json(suite)},
                              {"trials", plan.trials},        {"memory_bytes", plan.memory_bytes},
                              {"seconds", plan.seconds},      {"scenarios", scenarios_json(plan)},
                              {"studies", studies_json(plan)}};
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
