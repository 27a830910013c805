// SPDX-License-Identifier: Apache-2.0
// Where a training stands. A schedule is a struct with its declarations, bind() and factor(point),
// the share of the optimizer's rate, in a file of this folder and in list.h. It uses + - * / only,
// so that its bits are the same everywhere.
#pragma once

#include <span>

#include "kernels/core/param.h"

namespace imcbench {

struct SchedulePoint {
  double epoch;   // epochs done before this step, with fraction
  double epochs;  // planned
  std::span<const double> validation_losses{};  // of the epochs done, where samples are kept aside
};

}  // namespace imcbench
