// SPDX-License-Identifier: Apache-2.0
// THE LIST of optimizers.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "suites/trainer/optimizers/adam.h"
#include "suites/trainer/optimizers/sgd.h"

namespace imcbench {

using Optimizer = std::variant<Sgd, Adam>;

struct OptimizerRecord {
  const char* kind;
  const char* summary;
  std::span<const ParamInfo> params;  // "rate" among them
  std::size_t states;
  Optimizer (*bind)(const ParamValues& values);
};

std::span<const OptimizerRecord> optimizer_records();
const OptimizerRecord& optimizer_record(std::string_view kind);  // of a listed kind
std::vector<std::string> optimizer_kinds();

}  // namespace imcbench
