// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/rare_failure_run.h"

#include <cmath>

#include "analysis/statistics/population.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

// Chips as drawn from a proposal.
struct Draws {
  std::vector<double> z;             // [chips][factors]
  std::vector<double> weights;       // [chips]
  std::vector<double> correct;       // [chips], samples
  std::vector<std::uint8_t> failed;  // [chips]
  double threshold = 0;              // fewer correct samples are a failure
  std::uint32_t samples = 0;
};

double length(const std::vector<double>& shift) {
  double squares = 0.0;
  for (const double mu : shift) squares += mu * mu;
  return std::sqrt(squares);
}

class Run {
 public:
  Run(const RareFailureSettings& settings, const ScenarioPoint& network, std::uint64_t seed,
      TrialSource& source)
      : settings_(settings), network_(network), seed_(seed), source_(source) {}

  bool search();  // moves the proposal; false when interrupted
  bool estimate();
  bool brute_force();
  RareFailureOutcome outcome;

 private:
  std::optional<Draws> draw(std::uint32_t first, std::uint32_t count, const char* rule);
  void say_not_reached(const ShiftUpdate& last, std::uint32_t samples);

  const RareFailureSettings& settings_;
  const ScenarioPoint& network_;
  std::uint64_t seed_;
  TrialSource& source_;
  NormalProposal proposal_;
};

std::optional<Draws> Run::draw(std::uint32_t first, std::uint32_t count, const char* rule) {
  ScenarioPoint point = network_;
  point.study = "rare_failure";
  point.variation.factors = settings_.factors;
  point.variation.draw_sets.assign(settings_.factors.size(), "A");
  point.variation.shift = proposal_.shift;
  point.variation.nominal_share = proposal_.nominal_share;
  const TrialRequest request{source_.scenario(point), chip_range(first, count)};
  if (!source_.ensure({&request, 1})) return std::nullopt;
  source_.set_stopping(request.scenario, rule, "all planned chips are done");

  const ScenarioRecord& record = source_.record(request.scenario);
  const std::size_t time = time_index(record, settings_.time_s, "[rare_failure]");
  const Trials trials = source_.trials(request.scenario, request.chips);
  Draws draws;
  draws.samples = record.samples;
  draws.threshold = good_threshold(settings_.accuracy_target, record.samples);
  for (std::size_t c = 0; c < trials.chip.size(); ++c) {
    const std::vector<double> z = factor_normals(point.variation, seed_, trials.chip[c]);
    draws.z.insert(draws.z.end(), z.begin(), z.end());
    draws.weights.push_back(importance_weight(z, proposal_));
    draws.correct.push_back(trials.correct[c * record.time_s.size() + time]);
    draws.failed.push_back(draws.correct.back() < draws.threshold ? 1 : 0);
  }
  return draws;
}

void Run::say_not_reached(const ShiftUpdate& last, std::uint32_t samples) {
  outcome.reason = fmt::format(
      "after {} pilot levels of {} chips the worst {:.0f} % of chips still reach an accuracy of "
      "{:.4f}, not below the target of {:.4f}, with the factors moved by {:.2f} standard "
      "deviations: failures are not driven by these factors, or are rarer than {} levels can reach",
      settings_.max_levels, settings_.pilot_chips, 100.0 * kEliteShare, last.performance / samples,
      settings_.accuracy_target, length(outcome.shift), settings_.max_levels);
}

bool Run::search() {
  ShiftUpdate update{};
  std::uint32_t samples = 0;
  for (std::uint32_t level = 0; level < settings_.max_levels && !update.reached; ++level) {
    const std::optional<Draws> draws =
        draw(kPilotRow + level * kMostPilotChips, settings_.pilot_chips, "pilot of a rare failure");
    if (!draws) return false;
    samples = draws->samples;
    update = cross_entropy_shift(draws->z, draws->correct, draws->weights, kEliteShare,
                                 draws->threshold);
    outcome.pilot_chips += settings_.pilot_chips;
    if (level == 0 && update.reached)
      update.shift.assign(update.shift.size(), 0.0);
    else
      proposal_ = {update.shift, settings_.nominal_share};
    outcome.shift = update.shift;
  }
  if (!update.reached) say_not_reached(update, samples);
  return true;
}

bool Run::estimate() {
  if (!outcome.reason.empty()) return true;
  const std::optional<Draws> draws = draw(0, settings_.chips, "final run of a rare failure");
  if (!draws) return false;
  outcome.estimate = rare_failure_estimate(draws->weights, draws->failed);
  if (proposal_.shift.empty()) {  // a plain count
    const Interval i = clopper_pearson(outcome.estimate->failures, outcome.estimate->draws);
    outcome.estimate->low = i.low;
    outcome.estimate->high = i.high;
  }
  if (!outcome.estimate->degenerate) return true;
  outcome.reason = fmt::format(
      "{}: too few failures carry the estimate, as when they are not driven by these factors; more "
      "chips, or other factors, are needed",
      outcome.estimate->reason);
  return true;
}

bool Run::brute_force() {
  if (settings_.brute_force_chips == 0) return true;
  proposal_ = {};
  const std::optional<Draws> draws =
      draw(kBruteForceRow, settings_.brute_force_chips, "brute force of a rare failure");
  if (!draws) return false;
  std::uint64_t failures = 0;
  for (const std::uint8_t failed : draws->failed) failures += failed;
  const std::uint64_t chips = draws->failed.size();
  const Interval i = clopper_pearson(failures, chips);
  outcome.brute_force = BruteForce{
      chips, failures, {static_cast<double>(failures) / static_cast<double>(chips), i.low, i.high}};
  return true;
}

}  // namespace

std::optional<RareFailureOutcome> run_rare_failure(const RareFailureSettings& settings,
                                                   const ScenarioPoint& network, std::uint64_t seed,
                                                   TrialSource& source) {
  Run run(settings, network, seed, source);
  if (!run.search() || !run.estimate() || !run.brute_force()) return std::nullopt;
  return std::move(run.outcome);
}

}  // namespace imcbench
