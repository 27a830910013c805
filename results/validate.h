// SPDX-License-Identifier: Apache-2.0
// What must hold for the content of every result file, beyond types and shapes on disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "results/schema.h"

namespace imcbench {

// B: bytes that hold one bit per sample.
inline std::size_t bit_bytes(std::uint32_t predictions) {
  return (std::size_t{predictions} + 7) / 8;
}

// K: factors of each chip.
inline std::size_t factor_count(const Trials& trials) {
  return trials.chip.empty() ? 0 : trials.factor.size() / trials.chip.size();
}

// The group of scenario `index`: "0000", "0001", ...
std::string scenario_name(std::size_t index);

// The first thing that is wrong, with its place: "/scenarios/0000: ..."; empty when all is well.
std::string find_problem(const ResultFile& result);

// The same for one block of trials of a scenario, and for one study, without a place.
std::string find_trials_problem(const ScenarioRecord& record, const Trials& trials);
std::string find_study_problem(const StudyOutcome& study);

}  // namespace imcbench
