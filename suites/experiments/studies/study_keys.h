// SPDX-License-Identifier: Apache-2.0
// Keys that several studies have.
#pragma once

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"

namespace imcbench {

// time_s = ..., one of chips.times_s; the last of them unless given.
inline double read_study_time(TomlTable& table, const Suite& suite) {
  const double time_s = table.real("time_s", 0.0, 1e12, suite.times_s.back());
  if (std::find(suite.times_s.begin(), suite.times_s.end(), time_s) == suite.times_s.end()) {
    input_error("{}: 'time_s' = {} is not evaluated; chips.times_s has: {}", table.place("time_s"),
                time_s, fmt::join(suite.times_s, ", "));
  }
  return time_s;
}

// chips = ..., at least the two that an interval takes.
inline std::uint32_t read_study_chips(TomlTable& table, std::uint32_t fallback) {
  return static_cast<std::uint32_t>(table.integer("chips", 2, kMaxChips, fallback));
}

}  // namespace imcbench
