// SPDX-License-Identifier: Apache-2.0
// The learning rate stays.
#pragma once

#include "suites/trainer/schedules/point.h"

namespace imcbench {

struct Constant {
  static constexpr const char* kind = "constant";
  static constexpr const char* summary = "The learning rate stays.";
  static constexpr std::span<const ParamInfo> params{};

  static Constant bind(const ParamValues&) { return {}; }
  double factor(const SchedulePoint&) const { return 1.0; }
};

}  // namespace imcbench
