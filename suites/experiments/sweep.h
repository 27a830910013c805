// SPDX-License-Identifier: Apache-2.0
// The axes of a suite, its [sweep] table, and the scenarios they make.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace imcbench {

struct Suite;          // suites/experiments/suite.h
struct ScenarioPoint;  // suites/experiments/point.h

struct SweepAxis {
  std::string parameter;            // a setting's name (point.h), or "model" or "optimization"
  std::vector<std::string> values;  // as a suite file writes them, strings without quotes
  std::string zip;                  // axes of equal zip move together; "": alone
  std::string place = {};           // "suite.toml:12:1"
};

enum class SweepMode { grid, one_at_a_time };

struct Sweep {
  SweepMode mode = SweepMode::grid;
  std::vector<SweepAxis> axes;
  std::string place = {};
};

inline constexpr std::int64_t kMaxScenarios = 1'000'000;

// Every model and optimization of the suite with every combination of the axes; the last axis is
// the fastest. Grid: the combinations and nothing else. One at a time: the suite as it is, then
// each axis alone. A "model" or "optimization" axis replaces the suite's. A setting that has no
// effect at a point (of an optimization or a stage that is not in use there) is left out, and of
// points that simulate the same only the first is kept. InputError when settings do not fit
// together, or when there are more than kMaxScenarios.
std::vector<ScenarioPoint> sweep_points(const Suite& suite);

}  // namespace imcbench
