// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/sources.h"

#include <algorithm>
#include <string_view>

#include "kernels/core/check.h"
#include "suites/experiments/studies/stage_sets.h"
#include "suites/experiments/studies/study_keys.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kDefaultChips = 64;

// Stages that correct errors or arrange devices and reads; switching them off makes errors.
constexpr std::string_view kNoSources[] = {"weight_slices",    "write_verify",
                                           "input_management", "bit_serial",
                                           "bound_management", "drift_compensation"};

void check_stage(const std::string& name, const Suite& suite, const std::string& place) {
  const StageRecord* record = find_stage(name);
  if (record == nullptr) {
    input_error("{}: unknown stage '{}'{}", place, name,
                suggestion(name, error_sources(suite.hardware)));
  }
  if (record->always_on) {
    input_error("{}: '{}' cannot be switched off: there is no chip without it", place, name);
  }
  if (!suite.hardware[name].enabled) {
    input_error("{}: '{}' is off in this suite; on: {}", place, name,
                fmt::join(error_sources(suite.hardware), ", "));
  }
}

std::vector<std::string> read_stages(TomlTable& table, const Suite& suite) {
  if (!table.offers("stages")) return error_sources(suite.hardware);
  const std::vector<std::string> stages = table.strings("stages");
  for (const std::string& stage : stages) {
    check_stage(stage, suite, table.place("stages"));
    if (std::count(stages.begin(), stages.end(), stage) > 1) {
      input_error("{}: '{}' is listed twice", table.place("stages"), stage);
    }
  }
  return stages;
}

void check_counts(const SourcesStudy::Options& options, const std::string& place) {
  const std::size_t stages = options.stages.size();
  if (stages == 0) input_error("{}: no stage that makes errors is on; nothing to compare", place);
  if (stages > kMaxStages) {
    input_error("{}: {} stages; allowed: at most {}, name them in 'stages'", place, stages,
                kMaxStages);
  }
  if (options.shapley && stages > kMaxShapleyStages) {
    input_error(
        "{}: shapley = true simulates every set of stages, and {} stages have {}; allowed: "
        "at most {} stages. Name the ones of interest in 'stages' (these are on: {}), or "
        "leave shapley out: alone and without take {} sets",
        place, stages, std::uint64_t{1} << stages, kMaxShapleyStages,
        fmt::join(options.stages, ", "), stage_sets(stages, false).size());
  }
}

std::unique_ptr<const Study> parse(TomlTable table, const Suite& suite) {
  SourcesStudy::Options options;
  options.time_s = read_study_time(table, suite);
  options.chips = read_study_chips(table, kDefaultChips);
  options.shapley = table.boolean("shapley", false);
  options.stages = read_stages(table, suite);
  table.finish("key in [sources]:");
  check_counts(options, table.place());
  for (const StageMask set : stage_sets(options.stages.size(), options.shapley)) {
    const ScenarioPoint point{.model = suite.models.front(),
                              .optimization = suite.optimizations.front(),
                              .settings = switched_off(options.stages, set),
                              .variation = {}};
    suite_at(suite, point, table.place());  // refuses what does not go without another
  }
  return std::make_unique<SourcesStudy>(std::move(options));
}

}  // namespace

std::vector<std::string> error_sources(const Hardware& hardware) {
  std::vector<std::string> names;
  for (const StageSetting& setting : hardware.settings()) {
    const std::string_view name = setting.record->info->name;
    const bool corrects =
        std::find(std::begin(kNoSources), std::end(kNoSources), name) != std::end(kNoSources);
    if (setting.enabled && !setting.record->always_on && !corrects) names.emplace_back(name);
  }
  return names;
}

StudyPlan SourcesStudy::plan(const Suite& suite) const {
  const std::size_t sets = stage_sets(options_.stages.size(), options_.shapley).size();
  StudyPlan plan;
  plan.scenarios = suite.models.size() * suite.optimizations.size() * sets;
  plan.chips = plan.scenarios * options_.chips;
  plan.lines.push_back(fmt::format("{} sets of these stages on and off: {}", sets,
                                   fmt::join(options_.stages, ", ")));
  return plan;
}

const StudyRecord kSourcesStudy = {
    "sources",
    "The accuracy lost to each stage, by switching stages on and off on the same chips.",
    "Shapley, Contrib. Theory Games 2, 307 (1953); which sets are compared: our choice",
    parse,
    sources_text,
};

}  // namespace imcbench
