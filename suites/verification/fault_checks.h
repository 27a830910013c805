// SPDX-License-Identifier: Apache-2.0
// What must hold for faults besides what holds for all devices: the same shares everywhere on a
// tile; whole lines where neighbours fail together; and faulty devices stay as they are, whatever is
// programmed and however long it ages.
#pragma once

#include <vector>

#include "kernels/nonidealities/faults.h"
#include "kernels/nonidealities/law.h"
#include "suites/verification/check.h"
#include "suites/verification/source.h"

namespace imcbench {

struct FaultCase {
  const DeviceSource* source;
  FaultRates rates;
  double g_min_uS, g_max_uS;
};

std::vector<CheckRow> fault_rows(const FaultCase& c);

// A device with this target.
Law fault_law(const FaultRates& rates, double g_min_uS, double g_max_uS, double target_uS);

}  // namespace imcbench
