// SPDX-License-Identifier: Apache-2.0
// Energy, delay, cells and area of a scenario (energy_model.h).
#pragma once

#include "suites/energy/energy_model.h"
#include "suites/experiments/workload.h"

namespace imcbench {

// `at`: the suite at the scenario's point, which `workload` was loaded for. Inputs are averaged
// over the first `samples` test samples of the workload, or all that it has.
NetworkEnergy scenario_energy(const Suite& at, const Workload& workload, const ParamValues& values,
                              std::uint32_t samples);

}  // namespace imcbench
