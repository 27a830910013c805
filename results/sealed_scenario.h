// SPDX-License-Identifier: Apache-2.0
// What is sealed of one scenario: blocks of trials from several files, found by chip.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "results/combine.h"
#include "results/schema.h"

namespace imcbench {

class SealedScenario {
 public:
  explicit SealedScenario(ScenarioRecord scenario_record) : record(std::move(scenario_record)) {}

  ScenarioRecord record;

  // Takes in the chips that are not held yet and returns their number. A chip that is held already,
  // from a run that was killed while it tidied up, must say the same again: InputError naming both
  // sources when it does not, or when the columns differ.
  std::size_t add(TrialBlock block);

  // InputError when the block has columns (bits, factors) that the scenario has not, or lacks some.
  void check_columns(const TrialBlock& block) const;

  bool holds(std::uint32_t chip) const { return places_.contains(chip); }
  std::vector<std::uint32_t> chips() const;  // ascending
  Trials trials() const;                     // all, ascending by chip
  // Of the given chips, which must be held; chips ascending. O(1) for a chip that follows the last.
  Trials trials(std::span<const std::uint32_t> chips) const;

  // What came from these sources, ascending by chip; and a new name for where it is.
  Trials trials_from(const std::set<std::string>& sources) const;
  void rename_sources(const std::set<std::string>& sources, const std::string& to);

 private:
  struct Place {
    std::size_t block;
    std::size_t row;
  };
  std::vector<std::size_t> rows_not_held(const TrialBlock& block) const;
  void check_repeated(const TrialBlock& block, std::size_t row, const Place& held) const;

  std::vector<TrialBlock> blocks_;
  std::map<std::uint32_t, Place> places_;  // by chip
};

}  // namespace imcbench
