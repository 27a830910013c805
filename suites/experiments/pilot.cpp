// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/pilot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "suites/experiments/components.h"
#include "suites/experiments/suite.h"

namespace imcbench {

namespace {

// The plan is made for a little less than was asked for, because a pilot of few chips knows the
// components only roughly; and for enough chips that Student's quantile is near the normal one.
constexpr double kReserve = 0.9;
constexpr std::uint32_t kFewestChips = 32;

SamplePlanRequest plan_request(const Suite& suite, std::uint32_t split_samples) {
  const PilotSettings& pilot = *suite.stopping.pilot;
  SamplePlanRequest request;
  request.target_half_width = kReserve * pilot.half_width;
  request.level = pilot.level;
  request.cost_program_samples = pilot.program_cost_samples;
  request.max_samples =
      pilot.max_samples > 0 ? std::min(pilot.max_samples, split_samples) : split_samples;
  request.max_chips = suite.chips;
  request.min_chips = std::min(kFewestChips, suite.chips);
  request.inference =
      pilot.new_samples ? SampleInference::new_samples : SampleInference::these_samples;
  request.population = split_samples;
  return request;
}

bool needs_more(const SamplePlan& a, const SamplePlan& b) {
  if (a.reachable != b.reachable) return !a.reachable;
  return a.cost > b.cost;
}

std::string describe(const SamplePlanRequest& request, const SamplePlan& plan,
                     const VarianceComponents& c, std::uint32_t pilot_chips) {
  return fmt::format(
      "pilot of {} chips and {} samples: standard deviations {:.3g} between chips, {:.3g} between "
      "samples, {:.3g} rest; half-width {} for {} takes {} chips of {} samples ({})",
      pilot_chips, c.samples, std::sqrt(c.sigma2_chip), std::sqrt(c.sigma2_sample),
      std::sqrt(c.sigma2_residual), request.target_half_width / kReserve,
      request.inference == SampleInference::new_samples ? "new samples" : "these samples",
      plan.chips, plan.samples,
      plan.reachable
          ? fmt::format("predicted {:.3g}", plan.predicted_half_width)
          : fmt::format("not reachable: {:.3g} at the most allowed", plan.predicted_half_width));
}

}  // namespace

std::optional<PilotOutcome> run_pilot(const Suite& suite, const std::vector<ScenarioPoint>& points,
                                      std::uint32_t split_samples, TrialSource& source) {
  const SamplePlanRequest request = plan_request(suite, split_samples);
  const std::uint32_t chips = suite.stopping.pilot->chips;
  std::vector<TrialRequest> requests;
  for (ScenarioPoint point : points) {
    point.study = "pilot";
    requests.push_back({source.scenario(point), chip_range(kFirstPilotChip, chips)});
  }
  if (!source.ensure(requests)) return std::nullopt;
  std::optional<PilotOutcome> worst;
  for (const TrialRequest& r : requests) {
    source.set_stopping(r.scenario, "pilot", fmt::format("reached {} chips", chips));
    const ScenarioRecord& record = source.record(r.scenario);
    const Trials trials = source.trials(r.scenario, r.chips);
    for (std::size_t t = 0; t < record.time_s.size(); ++t) {
      const VarianceComponents components = components_at(record, trials, t);
      const SamplePlan plan = plan_samples(components, request);
      if (worst && !needs_more(plan, worst->plan)) continue;
      worst = PilotOutcome{plan, describe(request, plan, components, chips)};
    }
  }
  return worst;
}

}  // namespace imcbench
