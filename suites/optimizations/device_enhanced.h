// SPDX-License-Identifier: Apache-2.0
// Device-enhanced training: instead of the network, one that was trained on in fresh states of
// fluctuating devices. The model "MODEL-device" is it; suites/training/MODEL-device.toml makes it.
#pragma once

#include "suites/optimizations/list.h"

namespace imcbench {

inline constexpr OptimizationRecord kDeviceEnhanced{
    .name = "device-enhanced",
    .summary =
        "Device-enhanced training: the model MODEL-device, trained on in fresh device states.",
    .source = "our reading of Wang et al., arXiv 2112.00324, whose equations we could not see",
    .params = {},
    .apply = nullptr,
    .companion_ending = "-device"};

}  // namespace imcbench
