// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/rare_failure_run.h"

#include <cmath>

#include "analysis/statistics/weighted_counts.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr double kLookAround = 3.0;

double length(const std::vector<double>& shift) {
  double squares = 0.0;
  for (const double mu : shift) squares += mu * mu;
  return std::sqrt(squares);
}

// Every step returns false when interrupted. A step whose reason is set leaves the later ones out.
class Run {
 public:
  Run(const RareFailureSettings& settings, const RareFailureChips& chips)
      : settings_(settings), chips_(chips) {}

  bool search();  // moves the proposal
  bool try_it();
  bool estimate();
  bool brute_force();
  RareFailureOutcome outcome;

 private:
  bool moved() const { return !proposal_.shift.empty(); }
  std::optional<RareFailureDraws> pilot();
  bool take(const ShiftUpdate& update);
  void say_not_reached(const ShiftUpdate& last, std::uint32_t samples);

  const RareFailureSettings& settings_;
  const RareFailureChips& chips_;
  NormalProposal proposal_;
  std::uint32_t level_ = 0;
};

std::optional<RareFailureDraws> Run::pilot() {
  auto draws = chips_.draw(proposal_, kPilotRow + level_ * kMostPilotChips, settings_.pilot_chips);
  ++level_;
  if (draws) outcome.pilot_chips += settings_.pilot_chips;
  return draws;
}

// The next proposal; true when it is the last one. Failures that the nominal law shows at once need
// no moving. Otherwise the second level looks around, kLookAround standard deviations wide:
// accuracy is often flat near the nominal values, and shows no way to go. What it finds is a rough
// mean of few heavy draws, so one level at least follows it.
bool Run::take(const ShiftUpdate& update) {
  const std::size_t factors = update.shift.size();
  if (level_ == 1) {
    outcome.shift.assign(factors, 0.0);
    if (!update.reached) proposal_ = {outcome.shift, settings_.nominal_share, kLookAround};
    return update.reached;
  }
  outcome.shift = update.shift;
  proposal_ = {update.shift, settings_.nominal_share};
  return level_ > 2 && update.reached;
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
  for (bool last = false; level_ < settings_.max_levels && !last;) {
    const std::optional<RareFailureDraws> draws = pilot();
    if (!draws) return false;
    samples = draws->samples;
    update = cross_entropy_shift(draws->z, draws->correct, draws->weights, kEliteShare,
                                 draws->threshold);
    last = take(update);
  }
  if (!update.reached) say_not_reached(update, samples);
  return true;
}

bool Run::try_it() {
  if (!outcome.reason.empty() || !moved()) return true;
  const std::optional<RareFailureDraws> draws = pilot();
  if (!draws) return false;
  const RareFailureEstimate trial = rare_failure_estimate(draws->weights, draws->failed);
  const double expected =
      trial.effective_sample_size * settings_.chips / static_cast<double>(settings_.pilot_chips);
  if (expected >= kExpectedEffectiveSamples) return true;
  outcome.reason = fmt::format(
      "a trial of {} chips foretells an effective sample size of {:.0f} failures for {} chips, "
      "less "
      "than {:.0f}: other things than these factors have a large part in the failures; more chips "
      "({:.0f} or so) or further factors are needed",
      settings_.pilot_chips, expected, settings_.chips, kExpectedEffectiveSamples,
      std::ceil(kExpectedEffectiveSamples / std::max(expected, 1.0) * settings_.chips));
  return true;
}

bool Run::estimate() {
  if (!outcome.reason.empty()) return true;
  const std::optional<RareFailureDraws> draws = chips_.draw(proposal_, 0, settings_.chips);
  if (!draws) return false;
  RareFailureEstimate estimate = rare_failure_estimate(draws->weights, draws->failed);
  if (estimate.effective_sample_size < kFewestEffectiveSamples) {
    outcome.reason = fmt::format(
        "the failures have an effective sample size of {:.1f}, less than "
        "{:.0f}, though a pilot promised more",
        estimate.effective_sample_size, kFewestEffectiveSamples);
  } else {
    const Interval i = moved()
                           ? weighted_count_interval(draws->weights_of_failures(), estimate.draws)
                           : clopper_pearson(estimate.failures, estimate.draws);
    estimate.low = i.low;
    estimate.high = std::min(i.high, 1.0);
  }
  outcome.estimate = estimate;
  return true;
}

bool Run::brute_force() {
  if (settings_.brute_force_chips == 0) return true;
  const std::optional<RareFailureDraws> draws =
      chips_.draw({}, kBruteForceRow, settings_.brute_force_chips);
  if (!draws) return false;
  const std::uint64_t failures = draws->weights_of_failures().size(), chips = draws->failed.size();
  const Interval i = clopper_pearson(failures, chips);
  outcome.brute_force = BruteForce{
      chips, failures, {static_cast<double>(failures) / static_cast<double>(chips), i.low, i.high}};
  return true;
}

}  // namespace

std::optional<RareFailureOutcome> run_rare_failure(const RareFailureSettings& settings,
                                                   const ScenarioPoint& network, std::uint64_t seed,
                                                   TrialSource& source) {
  const RareFailureChips chips(settings, network, seed, source);
  Run run(settings, chips);
  if (!run.search() || !run.try_it() || !run.estimate() || !run.brute_force()) return std::nullopt;
  return std::move(run.outcome);
}

}  // namespace imcbench
