// SPDX-License-Identifier: Apache-2.0
// Device-enhanced training with energy regularization: the network and an energy coefficient for
// every product, learned together. The model "MODEL-device-energy" is it;
// suites/training/MODEL-device-energy.toml makes it.
#pragma once

#include "suites/optimizations/list.h"

namespace imcbench {

inline constexpr OptimizationRecord kEnergyRegularized{
    .name = "energy-regularized",
    .summary =
        "Device-enhanced training with a price for energy: MODEL-device-energy, with coefficients "
        "of its own for every product.",
    .source = "our reading of Wang et al., arXiv 2112.00324, whose equations we could not see",
    .params = {},
    .apply = nullptr,
    .companion_ending = "-device-energy"};

}  // namespace imcbench
