// SPDX-License-Identifier: Apache-2.0
// SourcesStudy::run: the games of all networks, simulated side by side, and their outcome.
#include <map>

#include "analysis/statistics/shapley.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/sources.h"
#include "suites/experiments/studies/stage_sets.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;
using Chips = std::vector<double>;

constexpr const char* kName = "sources";

// A model and an optimization with every set of stages.
struct Game {
  std::string model, optimization;
  std::map<StageMask, std::size_t> scenarios;
  std::map<StageMask, Chips> accuracy;  // of every chip
  Chips loss(StageMask before, StageMask after) const;
};

// Chip by chip, accuracy with `before` on minus that with `after` on.
Chips Game::loss(StageMask before, StageMask after) const {
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
      for (const StageMask set : stage_sets(options.stages.size(), options.shapley)) {
        game.scenarios[set] = source.scenario({.model = model,
                                               .optimization = optimization,
                                               .settings = switched_off(options.stages, set),
                                               .variation = {},
                                               .study = kName});
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
      source.set_stopping(scenario,
                          fmt::format("sources: fixed number of chips: {}", options.chips),
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
  for (StageMask set = 0; set <= every_stage(stages); ++set) worth.push_back(game.loss(0, set));
  return shapley_over_chips(worth);
}

Json source_json(const Game& game, const SourcesStudy::Options& options, std::size_t i,
                 const std::vector<Estimate>& shapley) {
  const StageMask all = every_stage(options.stages.size()), one = StageMask{1} << i;
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
  const StageMask all = every_stage(stages);
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

}  // namespace

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

}  // namespace imcbench
