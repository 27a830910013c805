// SPDX-License-Identifier: Apache-2.0
// Where a hardware-aware training stands.
#pragma once

#include <cstdint>

namespace imcbench {

struct StepPoint {
  std::uint32_t step;  // of the whole training, from 0
  double epoch;        // epochs done before this step, with fraction
};

}  // namespace imcbench
