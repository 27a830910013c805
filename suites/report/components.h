// SPDX-License-Identifier: Apache-2.0
// Chips and test samples as two sources of uncertainty, from the stored bits of every scenario that
// has them.
#pragma once

#include <vector>

#include "analysis/statistics/two_components.h"
#include "results/schema.h"

namespace imcbench {

struct ComponentsRow {
  const ScenarioRecord* scenario;
  double time_s;
  VarianceComponents components;
  Estimate these_samples;          // new chips, these test samples
  NewSamplesEstimate new_samples;  // new chips, new test samples of the same kind
};

std::vector<ComponentsRow> components_of(const ResultFile& result);

}  // namespace imcbench
