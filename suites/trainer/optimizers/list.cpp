// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/optimizers/list.h"

#include <array>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

template <class O>
constexpr OptimizerRecord record_of() {
  return {O::kind, O::summary, O::params, O::kStates,
          [](const ParamValues& values) { return Optimizer(O::bind(values)); }};
}

template <class... O>
constexpr std::array<OptimizerRecord, sizeof...(O)> records_of(std::variant<O...>*) {
  return {record_of<O>()...};
}

constexpr auto kRecords = records_of(static_cast<Optimizer*>(nullptr));

}  // namespace

std::span<const OptimizerRecord> optimizer_records() { return kRecords; }

const OptimizerRecord& optimizer_record(std::string_view kind) {
  for (const OptimizerRecord& record : kRecords) {
    if (record.kind == kind) return record;
  }
  throw std::logic_error(fmt::format("no optimizer is listed as '{}'", kind));
}

std::vector<std::string> optimizer_kinds() {
  std::vector<std::string> kinds;
  for (const OptimizerRecord& record : kRecords) kinds.emplace_back(record.kind);
  return kinds;
}

}  // namespace imcbench
