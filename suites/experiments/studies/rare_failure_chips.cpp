// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/rare_failure_chips.h"

#include "analysis/statistics/population.h"

namespace imcbench {

std::vector<double> RareFailureDraws::weights_of_failures() const {
  std::vector<double> out;
  for (std::size_t c = 0; c < weights.size(); ++c) {
    if (failed[c] != 0) out.push_back(weights[c]);
  }
  return out;
}

ScenarioPoint RareFailureChips::point_of(const NormalProposal& proposal) const {
  ScenarioPoint point = network_;
  point.study = "rare_failure";
  point.variation.factors = settings_.factors;
  point.variation.draw_sets.assign(settings_.factors.size(), "A");
  point.variation.shift = proposal.shift;
  point.variation.nominal_share = proposal.nominal_share;
  point.variation.spread = proposal.spread;
  return point;
}

std::optional<RareFailureDraws> RareFailureChips::draw(const NormalProposal& proposal,
                                                       std::uint32_t first,
                                                       std::uint32_t count) const {
  const ScenarioPoint point = point_of(proposal);
  const TrialRequest request{source_.scenario(point), chip_range(first, count)};
  if (!source_.ensure({&request, 1})) return std::nullopt;
  source_.set_stopping(request.scenario, "levels of the rare-failure study",
                       "all planned chips are done");

  const ScenarioRecord& record = source_.record(request.scenario);
  const std::size_t time = time_index(record, settings_.time_s, "[rare_failure]");
  const Trials trials = source_.trials(request.scenario, request.chips);
  RareFailureDraws draws;
  draws.samples = record.predictions();
  draws.threshold = good_threshold(settings_.accuracy_target, draws.samples);
  for (std::size_t c = 0; c < trials.chip.size(); ++c) {
    const std::vector<double> z = factor_normals(point.variation, seed_, trials.chip[c]);
    draws.z.insert(draws.z.end(), z.begin(), z.end());
    draws.weights.push_back(importance_weight(z, proposal));
    draws.correct.push_back(trials.correct[c * record.time_s.size() + time]);
    draws.failed.push_back(draws.correct.back() < draws.threshold ? 1 : 0);
  }
  return draws;
}

}  // namespace imcbench
