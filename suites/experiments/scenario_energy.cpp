// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/scenario_energy.h"

#include <algorithm>

#include "kernels/network/calibration.h"

namespace imcbench {

NetworkEnergy scenario_energy(const Suite& at, const Workload& workload, const ParamValues& values,
                              std::uint32_t samples) {
  const auto ranges = calibrate_input_ranges(workload.network, at.hardware,
                                             workload.train_x.data(), workload.train_count);
  return network_energy(workload.network, at.hardware, values, ranges, workload.x.data(),
                        std::min(samples, workload.samples));
}

}  // namespace imcbench
