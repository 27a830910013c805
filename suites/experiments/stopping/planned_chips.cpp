// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/stopping/planned_chips.h"

#include <fmt/format.h>

#include <algorithm>

#include "suites/experiments/components.h"

namespace imcbench {

namespace {

double half_width_at(const ScenarioRecord& record, const Trials& trials, std::size_t time,
                     const PilotSettings& pilot, std::uint64_t population) {
  const VarianceComponents components = components_at(record, trials, time);
  if (!pilot.new_samples) {
    const Estimate mean = these_samples_interval(components, pilot.level);
    return (mean.high - mean.low) / 2;
  }
  const NewSamplesEstimate mean = new_samples_interval(components, population, pilot.level);
  return (mean.high - mean.low) / 2;
}

}  // namespace

std::string PlannedChips::reason_at_cap(const ScenarioRecord& record, const Trials& trials) const {
  double worst = 0;
  for (std::size_t t = 0; t < record.time_s.size(); ++t) {
    worst = std::max(worst, half_width_at(record, trials, t, pilot_, population_));
  }
  return fmt::format("{}half-width {:.3g} after {} chips",
                     worst <= pilot_.half_width ? "" : "not reached: ", worst, trials.chip.size());
}

}  // namespace imcbench
