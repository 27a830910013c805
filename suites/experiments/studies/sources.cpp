// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/sources.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "analysis/statistics/shapley.h"
#include "kernels/core/check.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/study_keys.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;
using Mask = std::uint32_t;  // bit i: stage i is on
using Chips = std::vector<double>;

constexpr const char* kName = "sources";
constexpr std::uint32_t kDefaultChips = 64;
constexpr std::size_t kMaxStages = 31;  // bits of a mask

// Stages that correct errors or arrange devices and reads; switching them off makes errors.
constexpr std::string_view kNoSources[] = {"weight_slices",    "write_verify",
                                           "input_management", "bit_serial",
                                           "bound_management", "drift_compensation"};

Mask all_of(std::size_t stages) { return static_cast<Mask>((std::uint64_t{1} << stages) - 1); }

// The sets that are simulated: all 2^k, or none, all, each alone, each left out.
std::vector<Mask> sets_of(std::size_t stages, bool every) {
  std::vector<Mask> sets;
  const Mask all = all_of(stages);
  if (every) {
    for (Mask set = 0; set <= all; ++set) sets.push_back(set);
    return sets;
  }
  sets = {0, all};
  for (std::size_t i = 0; i < stages; ++i) {
    sets.push_back(Mask{1} << i);
    sets.push_back(all ^ (Mask{1} << i));
  }
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  return sets;
}

ScenarioPoint point_of(const std::string& model, const std::string& optimization,
                       const std::vector<std::string>& stages, Mask set) {
  ScenarioPoint point{model, optimization, {}, {}, kName};
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if ((set >> i & 1u) == 0) point.settings.push_back({stages[i] + ".enabled", "false"});
  }
  return point;
}

// A model and an optimization with every set of stages.
struct Game {
  std::string model, optimization;
  std::map<Mask, std::size_t> scenarios;
  std::map<Mask, Chips> accuracy;  // of every chip
  Chips loss(Mask before, Mask after) const;
};

// Chip by chip, accuracy with `before` on minus that with `after` on.
Chips Game::loss(Mask before, Mask after) const {
  Chips values = accuracy.at(before);
  const Chips& minus = accuracy.at(after);
  for (std::size_t c = 0; c < values.size(); ++c) values[c] -= minus[c];
  return values;
}

std::vector<Game> make_games(const Suite& suite, TrialSource& source,
                             const SourcesStudy::Options& options) {
  std::vector<Game> games;
  for (const std::string& model : suite.models) {
    for (const std::string& optimization : suite.optimizations) {
      Game game{model, optimization, {}, {}};
      for (const Mask set : sets_of(options.stages.size(), options.shapley)) {
        const ScenarioPoint point = point_of(model, optimization, options.stages, set);
        game.scenarios[set] = source.scenario(point);
      }
      games.push_back(std::move(game));
    }
  }
  return games;
}

bool simulate(std::vector<Game>& games, TrialSource& source, const SourcesStudy::Options& options) {
  const std::vector<std::uint32_t> chips = chip_range(0, options.chips);
  std::vector<TrialRequest> requests;
  for (const Game& game : games) {
    for (const auto& [set, scenario] : game.scenarios) {
      requests.push_back({scenario, chips});
      if (source.record(scenario).study != kName) continue;  // somebody else decides when it stops
      source.set_stopping(scenario, fmt::format("sources: fixed number of chips: {}",
                                                options.chips),
                          "all chips of the comparison");
    }
  }
  if (!source.ensure(requests)) return false;
  for (Game& game : games) {
    for (const auto& [set, scenario] : game.scenarios) {
      game.accuracy[set] = chip_accuracies(source, scenario, chips, options.time_s);
    }
  }
  return true;
}

// The Shapley value of every stage, or nothing asked for.
std::vector<Estimate> shapley_losses(const Game& game, std::size_t stages) {
  std::vector<Chips> worth;
  for (Mask set = 0; set <= all_of(stages); ++set) worth.push_back(game.loss(0, set));
  return shapley_over_chips(worth);
}

Json source_json(const Game& game, const SourcesStudy::Options& options, std::size_t i,
                 const std::vector<Estimate>& shapley) {
  const Mask all = all_of(options.stages.size()), one = Mask{1} << i;
  Json json = {{"stage", options.stages[i]}};
  put_estimate(json, "alone_loss", "alone_low", "alone_high",
               mean_with_interval(game.loss(0, one)));
  put_estimate(json, "without_gain", "without_low", "without_high",
               mean_with_interval(game.loss(all ^ one, all)));
  put_estimate(json, "shapley_loss", "shapley_low", "shapley_high",
               shapley.empty() ? mean_with_interval({}) : shapley[i]);
  return json;
}

Json game_json(const Game& game, const TrialSource& source, const SourcesStudy::Options& options) {
  const std::size_t stages = options.stages.size();
  const Mask all = all_of(stages);
  std::vector<Estimate> shapley;
  if (options.shapley) shapley = shapley_losses(game, stages);
  Json sources = Json::array();
  for (std::size_t i = 0; i < stages; ++i) {
    sources.push_back(source_json(game, options, i, shapley));
  }
  return {{"model", game.model},
          {"optimization", game.optimization},
          {"chips", options.chips},
          {"fp_accuracy", fp_accuracy(source.record(game.scenarios.at(all)))},
          {"all_accuracy", mean_with_interval(game.accuracy.at(all)).value},
          {"none_accuracy", mean_with_interval(game.accuracy.at(0)).value},
          {"sources", std::move(sources)}};
}

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
  std::vector<std::string> stages = table.strings("stages");
  for (std::size_t i = 0; i < stages.size(); ++i) {
    check_stage(stages[i], suite, table.place("stages"));
    if (std::find(stages.begin(), stages.begin() + static_cast<std::ptrdiff_t>(i), stages[i]) !=
        stages.begin() + static_cast<std::ptrdiff_t>(i)) {
      input_error("{}: '{}' is listed twice", table.place("stages"), stages[i]);
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
    input_error("{}: shapley = true simulates every set of stages, and {} stages have {}; allowed: "
                "at most {} stages. Name the ones of interest in 'stages' (these are on: {}), or "
                "leave shapley out: alone and without take {} sets", place, stages,
                std::uint64_t{1} << stages, kMaxShapleyStages, fmt::join(options.stages, ", "),
                sets_of(stages, false).size());
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
  for (const Mask set : sets_of(options.stages.size(), options.shapley)) {
    suite_at(suite, point_of(suite.models.front(), suite.optimizations.front(), options.stages, set),
             table.place());  // refuses what does not go without another
  }
  return std::make_unique<SourcesStudy>(std::move(options));
}

}  // namespace

std::vector<std::string> error_sources(const Hardware& hardware) {
  std::vector<std::string> names;
  for (const StageSetting& setting : hardware.settings()) {
    const std::string_view name = setting.record->info->name;
    const bool corrects = std::find(std::begin(kNoSources), std::end(kNoSources), name) !=
                          std::end(kNoSources);
    if (setting.enabled && !setting.record->always_on && !corrects) names.emplace_back(name);
  }
  return names;
}

StudyPlan SourcesStudy::plan(const Suite& suite) const {
  const std::size_t sets = sets_of(options_.stages.size(), options_.shapley).size();
  StudyPlan plan;
  plan.scenarios = suite.models.size() * suite.optimizations.size() * sets;
  plan.chips = plan.scenarios * options_.chips;
  plan.lines.push_back(fmt::format("{} sets of these stages on and off: {}", sets,
                                   fmt::join(options_.stages, ", ")));
  return plan;
}

std::optional<Json> SourcesStudy::run(const Suite& suite, TrialSource& source) const {
  std::vector<Game> games = make_games(suite, source, options_);
  if (!simulate(games, source, options_)) return std::nullopt;
  Json rows = Json::array();
  for (const Game& game : games) rows.push_back(game_json(game, source, options_));
  return Json{{"study", kName},
              {"time_s", options_.time_s},
              {"level", kDefaultLevel},
              {"rows", std::move(rows)}};
}

const StudyRecord kSourcesStudy = {
    kName,
    "The accuracy lost to each stage, by switching stages on and off on the same chips.",
    "Shapley, Contrib. Theory Games 2, 307 (1953); which sets are compared: our choice",
    parse,
    sources_text,
};

}  // namespace imcbench
