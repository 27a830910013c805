// SPDX-License-Identifier: Apache-2.0
// What the kinds that follow a measured table share: a parameter, words, and tables to try them on.
#pragma once

#include "kernels/nonidealities/device_table.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

inline constexpr ParamInfo kTableTemperature{
    "temperature_K", "K", 300.0, 0.0, 1e4,
    "Temperature at which the table is read; of no effect on a table without temperatures.",
    sources::kOurs};

inline constexpr const char* kTableSource =
    "the user's measurements; interpolated linearly in the target, in ln(time) and in temperature, "
    "never extrapolated";

// Made up, not measured: 0 to 100 uS at 280 K and 340 K, all values of plausible size.
DeviceTable example_conductance_table();  // at 0, 1 s, 1 h, 30 years
DeviceTable example_drift_table();

}  // namespace imcbench
