// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/kinds.h"

#include "kernels/nonidealities/list.h"
#include "suites/verification/kind_rows.h"

namespace imcbench {

namespace {

using Rows = decltype(Kind::rows);

template <class F>
Kind kind_of(Rows rows) {
  Kind kind{find_stage(F::info.name), rows, {}, {}, {}, {}, {}};
  const ParamValues* p = nullptr;
  const TileContext* tile = nullptr;
  if constexpr (requires { F::law(*p, *tile, 0.0); }) kind.of_value = F::law;
  if constexpr (requires(ColumnSubject c) { F::law(*p, *tile, c); }) kind.of_column = F::law;
  if constexpr (requires { F::expected(*p, *tile); }) kind.rates = F::expected;
  if constexpr (requires { F::autocorrelation(*p, std::uint64_t{}); }) {
    kind.autocorrelation = F::autocorrelation;
  }
  if constexpr (requires { F::kNeeds.draw; }) {
    kind.mixed = [](const ParamValues& values, const TileContext& context) {
      const bool per_chip = F::kNeeds.device_draws || uses_columns(F::bind(values, context));
      return F::kNeeds.draw && per_chip;
    };
  }
  return kind;
}

template <class... Fs>
void append(std::vector<Kind>& kinds, const Chain<Fs...>&, Rows rows) {
  (kinds.push_back(kind_of<Fs>(rows)), ...);
}

std::vector<Kind> build_kinds() {
  std::vector<Kind> kinds;
  append(kinds, FabricateChain{}, device_kind_rows);
  append(kinds, FaultChain{}, fault_kind_rows);
  append(kinds, ProgramChain{}, device_kind_rows);
  append(kinds, AgeChain{}, device_kind_rows);
  append(kinds, InputChain{}, input_kind_rows);
  append(kinds, FluctuationChain{}, fluctuation_kind_rows);
  append(kinds, OutputChain{}, column_kind_rows);
  return kinds;
}

}  // namespace

const ParamValues& KindCase::values() const { return hardware[kind->name()].values; }

std::span<const Kind> kinds() {
  static const std::vector<Kind> all = build_kinds();
  return all;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds()) {
    if (name == kind.name()) return &kind;
  }
  return nullptr;
}

}  // namespace imcbench
