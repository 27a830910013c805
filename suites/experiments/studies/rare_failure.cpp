// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/rare_failure.h"

#include <cmath>

#include "kernels/core/check.h"
#include "suites/experiments/factor_reader.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/rare_failure_run.h"
#include "suites/experiments/studies/study_keys.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

Json shift_json(const RareFailureSettings& settings, const std::vector<double>& shift) {
  Json out = Json::array();
  for (std::size_t k = 0; k < shift.size(); ++k) {
    out.push_back({{"factor", settings.factors[k].parameter}, {"shift", json_number(shift[k])}});
  }
  return out;
}

Json brute_force_json(const std::optional<BruteForce>& count) {
  if (!count) return nullptr;
  return {{"chips", count->chips},
          {"failures", count->failures},
          {"probability", count->probability.value},
          {"low", count->probability.low},
          {"high", count->probability.high}};
}

// A refused estimate has no number; what it would have rested on is there.
Json row_json(const RareFailureSettings& settings, const ScenarioPoint& network,
              const RareFailureOutcome& outcome) {
  const bool estimated = outcome.reason.empty();
  const RareFailureEstimate e = outcome.estimate.value_or(RareFailureEstimate{});
  const double nan = std::nan("");
  return {
      {"model", network.model},
      {"optimization", network.optimization},
      {"verdict", estimated ? "estimated" : "refused"},
      {"reason", outcome.reason},
      {"probability", json_number(estimated ? e.probability : nan)},
      {"low", json_number(estimated ? e.low : nan)},
      {"high", json_number(estimated ? e.high : nan)},
      {"effective_sample_size", outcome.estimate ? json_number(e.effective_sample_size) : nullptr},
      {"largest_weight_share", outcome.estimate ? json_number(e.largest_weight_share) : nullptr},
      {"chips", e.draws},
      {"failures", e.failures},
      {"pilot_chips", outcome.pilot_chips},
      {"shift", shift_json(settings, outcome.shift)},
      {"brute_force", brute_force_json(outcome.brute_force)}};
}

class RareFailureStudy final : public Study {
 public:
  explicit RareFailureStudy(RareFailureSettings settings) : settings_(std::move(settings)) {}
  StudyPlan plan(const Suite& suite) const override;
  std::optional<Json> run(const Suite& suite, TrialSource& source) const override;

 private:
  RareFailureSettings settings_;
};

StudyPlan RareFailureStudy::plan(const Suite& suite) const {
  const std::uint64_t networks = suite.models.size() * suite.optimizations.size();
  StudyPlan plan;
  plan.scenarios = networks * (settings_.max_levels + 1);
  plan.chips = networks * (std::uint64_t{settings_.max_levels + 1} * settings_.pilot_chips +
                           settings_.chips + settings_.brute_force_chips);
  for (const Factor& factor : settings_.factors) plan.lines.push_back(factor.text());
  plan.lines.push_back(fmt::format("up to {} pilot levels and a trial of {} chips, then {} chips",
                                   settings_.max_levels, settings_.pilot_chips, settings_.chips));
  return plan;
}

std::optional<Json> RareFailureStudy::run(const Suite& suite, TrialSource& source) const {
  Json out{{"study", "rare_failure"},  {"time_s", settings_.time_s},
           {"level", kDefaultLevel},   {"accuracy_target", settings_.accuracy_target},
           {"factors", Json::array()}, {"rows", Json::array()}};
  for (const Factor& factor : settings_.factors) {
    out["factors"].push_back({{"name", factor.parameter}, {"law", factor.text()}});
  }
  for (const std::string& model : suite.models) {
    for (const std::string& optimization : suite.optimizations) {
      const ScenarioPoint network{model, optimization, {}, {}};
      const std::optional<RareFailureOutcome> outcome =
          run_rare_failure(settings_, network, suite.seed, source);
      if (!outcome) return std::nullopt;
      out["rows"].push_back(row_json(settings_, network, *outcome));
    }
  }
  return out;
}

std::unique_ptr<const Study> parse(TomlTable table, const Suite& suite) {
  const auto count = [&](const char* key, std::uint32_t least, std::uint32_t most, int fallback) {
    return static_cast<std::uint32_t>(table.integer(key, least, most, fallback));
  };
  RareFailureSettings settings;
  settings.time_s = read_study_time(table, suite);
  settings.accuracy_target = table.real("accuracy_target", 0.0, 1.0, suite.accuracy_target);
  settings.chips = count("chips", 100, kMostFinalChips, 2000);
  settings.pilot_chips = count("pilot_chips", 100, kMostPilotChips, 500);
  settings.max_levels = count("max_levels", 1, kMostLevels, 6);
  settings.nominal_share = table.real("nominal_share", 0.01, 0.9, 0.1);
  settings.brute_force_chips = table.offers("brute_force_chips")
                                   ? count("brute_force_chips", 1, kMostBruteForceChips, 0)
                                   : 0;
  settings.factors = read_factors(table, suite);
  table.finish("key in [rare_failure]:");
  return std::make_unique<RareFailureStudy>(std::move(settings));
}

}  // namespace

const StudyRecord kRareFailureStudy{
    "rare_failure",
    "Probability of a chip below the accuracy target, by importance sampling over parameters "
    "that differ from chip to chip; refused where it would rest on too few failures.",
    "De Boer et al., Ann. Oper. Res. 134, 19 (2005); Hesterberg, Technometrics 37, 185 (1995)",
    parse, rare_failure_text};

}  // namespace imcbench
