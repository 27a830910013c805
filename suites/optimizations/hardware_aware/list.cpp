// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/list.h"

#include <array>

namespace imcbench {

namespace {

template <class I>
constexpr IngredientRecord record_of() {
  return {I::kind, I::summary, I::source, I::params,
          [](const ParamValues& values, Ingredients& ingredients) {
            std::get<std::optional<I>>(ingredients.all) = I::bind(values);
          }};
}

template <class... I>
constexpr std::array<IngredientRecord, sizeof...(I)> records_of(IngredientSet<I...>*) {
  return {record_of<I>()...};
}

constexpr auto kRecords = records_of(static_cast<Ingredients*>(nullptr));

}  // namespace

std::span<const IngredientRecord> ingredient_records() { return kRecords; }

}  // namespace imcbench
