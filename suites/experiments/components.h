// SPDX-License-Identifier: Apache-2.0
// Chips and test samples as two sources of variance of one scenario, from its correct bits.
#pragma once

#include "analysis/statistics/two_components.h"
#include "results/schema.h"

namespace imcbench {

// At one evaluation time. The trials must have correct_bits.
VarianceComponents components_at(const ScenarioRecord& record, const Trials& trials,
                                 std::size_t time);

}  // namespace imcbench
