// SPDX-License-Identifier: Apache-2.0
// Putting parts of one run together: what a resumed run and a merge have in common.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/schema.h"

namespace imcbench {

// Part of the trials of one scenario, and the file it came from (for messages).
struct TrialBlock {
  std::string source;
  Trials trials;
};

struct ChipOverlap {
  std::uint32_t chip;
  std::size_t first, second;  // indices of the two blocks that hold it
};

// The smallest chip that two blocks hold.
std::optional<ChipOverlap> find_overlap(std::span<const TrialBlock> blocks);

// InputError naming the sources when one block has correct_bits or factors that the other has not.
void check_same_columns(const TrialBlock& a, const TrialBlock& b);

// One block with the rows of all, ascending by chip. Blocks must not overlap.
Trials join_blocks(std::span<const TrialBlock> blocks, const ScenarioRecord& record);

// Appends row `row` of one block to another.
void append_trial(Trials& to, const Trials& from, std::size_t row, const ScenarioRecord& record);
// Makes room for `chips` chips, without bits and factors.
void reserve_trials(Trials& trials, std::size_t chips, const ScenarioRecord& record);

// Why results with these two provenances may not be mixed: "seed: 1 and 2"; empty when they may.
std::string find_mismatch(const Provenance& a, const Provenance& b);
std::string find_mismatch(const ScenarioRecord& a, const ScenarioRecord& b);
// The same, where the texts of the suites must be equal too.
std::string find_suite_mismatch(const Provenance& a, const Provenance& b);

// Adds what `from` says about programs, machines and arguments to `into`: git_sha, build, backend
// and device joined with ';', command_line and overrides by line; created_utc is the latest.
void absorb_provenance(Provenance& into, const Provenance& from);

// Appends those parts of `from` that `into` does not have yet. "a;b" + "b;c" = "a;b;c".
void join_distinct(std::string& into, const std::string& from, char separator);

// Whether two lists hold the same studies with the same text, in any order.
bool same_studies(std::span<const StudyOutcome> a, std::span<const StudyOutcome> b);

// sha256 -> index of the scenario.
std::map<std::string, std::size_t> scenario_index(const ResultFile& result);

}  // namespace imcbench
