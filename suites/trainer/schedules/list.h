// SPDX-License-Identifier: Apache-2.0
// THE LIST of learning-rate schedules.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "suites/trainer/schedules/constant.h"
#include "suites/trainer/schedules/cosine.h"
#include "suites/trainer/schedules/plateau.h"
#include "suites/trainer/schedules/step.h"

namespace imcbench {

using Schedule = std::variant<Constant, Cosine, Plateau, Step>;

struct ScheduleRecord {
  const char* kind;
  const char* summary;
  std::span<const ParamInfo> params;
  bool needs_validation;
  Schedule (*bind)(const ParamValues& values);
};

std::span<const ScheduleRecord> schedule_records();
const ScheduleRecord& schedule_record(std::string_view kind);  // of a listed kind
std::vector<std::string> schedule_kinds();

// What the optimizer's rate is multiplied by.
double rate_factor(const Schedule& schedule, const SchedulePoint& at);

}  // namespace imcbench
