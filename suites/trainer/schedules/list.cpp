// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/schedules/list.h"

#include <array>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

template <class S>
constexpr ScheduleRecord record_of() {
  return {S::kind, S::summary, S::params, requires { S::kNeedsValidation; },
          [](const ParamValues& values) { return Schedule(S::bind(values)); }};
}

template <class... S>
constexpr std::array<ScheduleRecord, sizeof...(S)> records_of(std::variant<S...>*) {
  return {record_of<S>()...};
}

constexpr auto kRecords = records_of(static_cast<Schedule*>(nullptr));

}  // namespace

std::span<const ScheduleRecord> schedule_records() { return kRecords; }

const ScheduleRecord& schedule_record(std::string_view kind) {
  for (const ScheduleRecord& record : kRecords) {
    if (record.kind == kind) return record;
  }
  throw std::logic_error(fmt::format("no schedule is listed as '{}'", kind));
}

std::vector<std::string> schedule_kinds() {
  std::vector<std::string> kinds;
  for (const ScheduleRecord& record : kRecords) kinds.emplace_back(record.kind);
  return kinds;
}

double rate_factor(const Schedule& schedule, const SchedulePoint& at) {
  return std::visit([&](const auto& s) { return s.factor(at); }, schedule);
}

}  // namespace imcbench
