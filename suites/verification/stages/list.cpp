// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/stages/list.h"

#include <tuple>

#include "suites/verification/stages/bound_management.h"
#include "suites/verification/stages/drift_compensation.h"
#include "suites/verification/stages/input_management.h"
#include "suites/verification/stages/input_range.h"
#include "suites/verification/stages/mapping.h"
#include "suites/verification/stages/weight_slices.h"

namespace imcbench {

namespace {

// clang-format off
using StageChecks = std::tuple<
    MappingCheck,
    WeightSlicesCheck,
    InputRangeCheck,
    InputManagementCheck,
    BoundManagementCheck,
    DriftCompensationCheck>;
// clang-format on

template <class... Checks>
std::vector<CheckRow> rows_of(std::string_view stage, std::uint64_t seed,
                              const std::tuple<Checks...>*) {
  std::vector<CheckRow> rows = {exact_row("checks", "listed", 0.0, 1.0)};
  ((stage == Checks::Stage::info.name ? void(rows = Checks::rows(seed)) : void()), ...);
  return rows;
}

}  // namespace

std::vector<CheckRow> stage_rows(std::string_view stage, std::uint64_t seed) {
  return rows_of(stage, seed, static_cast<const StageChecks*>(nullptr));
}

}  // namespace imcbench
