// SPDX-License-Identifier: Apache-2.0
// imcbench report FILE
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/statistics/population.h"
#include "kernels/core/check.h"
#include "results/schema.h"
#include "suites/cli/command.h"
#include "suites/experiments/human_time.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kFewChips = 30;

// One evaluation time of one scenario: correct counts [C] and rejected [C].
PopulationSummary summarize_time(const ScenarioResult& scenario, std::size_t time) {
  const std::size_t times = scenario.record.time_s.size();
  std::vector<std::uint32_t> correct, rejected;
  for (std::size_t c = 0; c < scenario.trials.chip.size(); ++c) {
    correct.push_back(scenario.trials.correct[c * times + time]);
    rejected.push_back(scenario.trials.rejected[c * times + time]);
  }
  const ScenarioRecord& r = scenario.record;
  return summarize(correct, r.samples, r.accuracy_target, r.fp_correct, r.chance_accuracy,
                   kDefaultLevel, rejected);
}

double mean_loss(const ScenarioResult& scenario, std::size_t time) {
  const std::size_t times = scenario.record.time_s.size();
  double sum = 0;
  for (std::size_t c = 0; c < scenario.trials.chip.size(); ++c) {
    sum += static_cast<double>(scenario.trials.loss_q24[c * times + time]);
  }
  return sum / kLossScale / static_cast<double>(scenario.record.samples) /
         static_cast<double>(scenario.trials.chip.size());
}

std::string percent(double fraction) {
  return std::isnan(fraction) ? "-" : fmt::format("{:.2f}", 100.0 * fraction);
}

std::string percent_range(double value, double low, double high) {
  return fmt::format("{} [{}, {}]", percent(value), percent(low), percent(high));
}

void print_scenario(const ScenarioResult& scenario) {
  const ScenarioRecord& r = scenario.record;
  const double fp = static_cast<double>(r.fp_correct) / r.samples;
  fmt::print("\n{} / {} on {} {}: {} chips, {} samples each\n", r.model, r.optimization, r.dataset,
             r.split, scenario.trials.chip.size(), r.samples);
  fmt::print("floating point, same samples: {} %; yield: share of chips with at least {} %\n\n",
             percent(fp), percent(r.accuracy_target));
  fmt::print("{:>8}  {:<22}{:>6}{:>8}{:>8}{:>8}   {}\n", "time", "mean accuracy [95 %]", "std", "5 %",
             "50 %", "95 %", "yield [95 %]");
  std::uint64_t rejected = 0;
  for (std::size_t t = 0; t < r.time_s.size(); ++t) {
    const PopulationSummary s = summarize_time(scenario, t);
    fmt::print("{:>8}  {:<22}{:>6}{:>8}{:>8}{:>8}   {}\n", human_time(r.time_s[t]),
               percent_range(s.mean, s.ci_low, s.ci_high), percent(s.std), percent(s.q05),
               percent(s.q50), percent(s.q95), percent_range(s.yield, s.yield_low, s.yield_high));
    rejected += s.rejected;
  }
  if (scenario.trials.chip.size() < kFewChips) {
    fmt::print("warning: only {} chips; the intervals are wide and rest on few draws\n",
               scenario.trials.chip.size());
  }
  if (rejected > 0) {
    fmt::print("warning: {} samples gave outputs that are not finite; they count as wrong\n",
               rejected);
  }
}

void print_text(const ResultFile& result) {
  const Provenance& p = result.provenance;
  fmt::print("{} (version {}), seed {}; imcbench {} on {}, {}\n", p.suite_name, p.suite_version,
             p.seed, p.program_version, p.backend, p.device);
  for (const ScenarioResult& scenario : result.scenarios) print_scenario(scenario);
  fmt::print(
      "\nAccuracies in %. Intervals are over chips, for these test samples. A chip that fails is\n"
      "a chip below the target; yield bounds are Clopper-Pearson.\n");
}

// NaN has no JSON form: null.
nlohmann::ordered_json number(double value) {
  return std::isnan(value) ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(value);
}

nlohmann::ordered_json json_row(const ScenarioResult& scenario, std::size_t time) {
  const ScenarioRecord& r = scenario.record;
  const PopulationSummary s = summarize_time(scenario, time);
  return {{"model", r.model},
          {"optimization", r.optimization},
          {"dataset", r.dataset},
          {"split", r.split},
          {"time_s", r.time_s[time]},
          {"chips", s.chips},
          {"samples", s.samples},
          {"accuracy_mean", number(s.mean)},
          {"ci_low", number(s.ci_low)},
          {"ci_high", number(s.ci_high)},
          {"accuracy_std", number(s.std)},
          {"q05", number(s.q05)},
          {"q50", number(s.q50)},
          {"q95", number(s.q95)},
          {"accuracy_target", r.accuracy_target},
          {"yield", number(s.yield)},
          {"yield_low", number(s.yield_low)},
          {"yield_high", number(s.yield_high)},
          {"fp_accuracy", number(s.fp_accuracy)},
          {"normalized_accuracy", number(s.normalized_accuracy)},
          {"loss_mean", number(mean_loss(scenario, time))},
          {"fp_loss", number(r.fp_loss)},
          {"rejected", s.rejected},
          {"scenario_sha256", r.sha256}};
}

void print_json(const ResultFile& result) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const ScenarioResult& scenario : result.scenarios) {
    for (std::size_t t = 0; t < scenario.record.time_s.size(); ++t) {
      rows.push_back(json_row(scenario, t));
    }
  }
  fmt::print("{}\n", rows.dump(2));
}

}  // namespace

Action setup_report(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  app.add_option("file", *file, "result file")->required();
  app.add_flag("--json", *json, "print a JSON array, one object per scenario and time");
  return [file, json](const CommandContext&) {
    const ResultFile result = read_result(*file);
    *json ? print_json(result) : print_text(result);
    return kExitDone;
  };
}

}  // namespace imcbench
