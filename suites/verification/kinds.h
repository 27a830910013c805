// SPDX-License-Identifier: Apache-2.0
// What a verification needs of every kind of the chains, derived from kernels/nonidealities/list.h:
// a new kind is verified by standing there and having a closed form.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "kernels/crossbar/registry.h"
#include "kernels/nonidealities/faults.h"
#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/subject.h"
#include "suites/verification/check.h"

namespace imcbench {

template <class Subject>
using LawOf = std::function<Law(const ParamValues&, const TileContext&, const Subject&)>;

struct Kind;

// One kind with one set of parameters.
struct KindCase {
  const Kind* kind;
  std::string label;  // "defaults", "sigma = 0.1", "preset standard"
  Hardware hardware;  // the kind alone, and the mapping
  std::uint64_t seed;

  const ParamValues& values() const;
};

struct Kind {
  const StageRecord* record;
  // The checks of the chain the kind stands in.
  std::vector<CheckRow> (*rows)(const KindCase& c, const std::vector<double>& times_s);

  // The closed form, by chain; empty where it is missing or another chain's.
  LawOf<double> of_value;          // a device's target, an input, a conductance that fluctuates
  LawOf<ColumnSubject> of_column;
  std::function<FaultRates(const ParamValues&, const TileContext&)> rates;

  // Does it draw at reads and once per chip?
  std::function<bool(const ParamValues&, const TileContext&)> mixed;
  std::function<double(const ParamValues&, std::uint64_t reads)> autocorrelation;

  const char* name() const { return record->info->name; }
};

std::span<const Kind> kinds();
const Kind* find_kind(std::string_view name);  // nullptr if no chain has it

}  // namespace imcbench
