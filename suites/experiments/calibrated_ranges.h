// SPDX-License-Identifier: Apache-2.0
// Input ranges of the tiles of scenarios. Many scenarios of a suite share them, and finding them takes
// two passes over the calibration samples: longer than a few chips on few test samples.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "suites/experiments/workload.h"

namespace imcbench {

class CalibratedRanges {
 public:
  // Of the suite at a scenario's point, which `workload` was loaded for. The reference stays valid.
  const std::vector<float>& of(const Suite& at, const Workload& workload);

 private:
  // By all that calibrate_input_ranges() depends on; a few hundred bytes each.
  std::map<std::string, std::vector<float>> known_;
};

}  // namespace imcbench
