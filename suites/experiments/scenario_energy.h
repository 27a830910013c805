// SPDX-License-Identifier: Apache-2.0
// Energy, delay, cells and area of a scenario (energy_model.h).
#pragma once

#include <map>
#include <string>

#include "suites/energy/energy_model.h"
#include "suites/experiments/workload.h"

namespace imcbench {

struct ScenarioEnergy {
  NetworkEnergy energy;     // as the constants say
  NetworkEnergy amplitude;  // inputs as voltages; bit-serial ones stay what they are
};

// Scenarios that differ in rho or the size of fluctuations alone are computed once: conductance is
// proportional to rho, and with it the energy of the array.
class ScenarioEnergies {
 public:
  // Inputs are averaged over the first `samples` test samples of a workload, or all that it has.
  ScenarioEnergies(ParamValues values, std::uint32_t samples)
      : values_(std::move(values)), samples_(samples) {}
  // `at`: the suite at the scenario's point, which `workload` was loaded for.
  ScenarioEnergy of(const Suite& at, const Workload& workload);

 private:
  ParamValues values_;
  std::uint32_t samples_;
  std::map<std::string, ScenarioEnergy> known_;  // at rho = 1
};

}  // namespace imcbench
