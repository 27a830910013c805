// SPDX-License-Identifier: Apache-2.0
// Names of the columns of Trials::factor.
#pragma once

#include <string>
#include <vector>

#include "results/schema.h"

namespace imcbench {

// The parameter in every line of record.factors that gives one a law: "adc.gain ~ normal(1, 0.1)"
// -> "adc.gain". Where their number is not that of the columns: "factor 0", "factor 1", ...
std::vector<std::string> factor_names(const ScenarioRecord& record, const Trials& trials);

}  // namespace imcbench
