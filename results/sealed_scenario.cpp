// SPDX-License-Identifier: Apache-2.0
#include "results/sealed_scenario.h"

#include "kernels/core/check.h"

namespace imcbench {

void SealedScenario::check_repeated(const TrialBlock& block, std::size_t row,
                                    const Place& held) const {
  const TrialBlock& other = blocks_[held.block];
  Trials a, b;
  append_trial(a, block.trials, row, record);
  append_trial(b, other.trials, held.row, record);
  if (a == b) return;
  input_error("{}: its results for chip {} are not those in {}; remove the wrong one", block.source,
              block.trials.chip[row], other.source);
}

std::vector<std::size_t> SealedScenario::rows_not_held(const TrialBlock& block) const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < block.trials.chip.size(); ++row) {
    const auto held = places_.find(block.trials.chip[row]);
    if (held == places_.end()) {
      rows.push_back(row);
    } else {
      check_repeated(block, row, held->second);
    }
  }
  return rows;
}

void SealedScenario::check_columns(const TrialBlock& block) const {
  if (!blocks_.empty()) check_same_columns(blocks_.front(), block);
}

std::size_t SealedScenario::add(TrialBlock block) {
  check_columns(block);
  const std::vector<std::size_t> rows = rows_not_held(block);
  if (rows.empty()) return 0;
  if (rows.size() < block.trials.chip.size()) {
    Trials fresh;
    for (const std::size_t row : rows) append_trial(fresh, block.trials, row, record);
    block.trials = std::move(fresh);
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    places_.emplace_hint(places_.end(), block.trials.chip[row], Place{blocks_.size(), row});
  }
  blocks_.push_back(std::move(block));
  return rows.size();
}

std::vector<std::uint32_t> SealedScenario::chips() const {
  std::vector<std::uint32_t> chips;
  chips.reserve(places_.size());
  for (const auto& [chip, place] : places_) chips.push_back(chip);
  return chips;
}

Trials SealedScenario::trials() const { return join_blocks(blocks_, record); }

Trials SealedScenario::trials(std::span<const std::uint32_t> chips) const {
  Trials selected;
  reserve_trials(selected, chips.size(), record);
  auto next = places_.end();
  for (const std::uint32_t chip : chips) {
    const auto found = next != places_.end() && next->first == chip ? next : places_.find(chip);
    IMC_EXPECT(found != places_.end());
    append_trial(selected, blocks_[found->second.block].trials, found->second.row, record);
    next = std::next(found);
  }
  return selected;
}

Trials SealedScenario::trials_from(const std::set<std::string>& sources) const {
  std::vector<TrialBlock> chosen;
  for (const TrialBlock& block : blocks_) {
    if (sources.contains(block.source)) chosen.push_back(block);
  }
  return join_blocks(chosen, record);
}

void SealedScenario::rename_sources(const std::set<std::string>& sources, const std::string& to) {
  for (TrialBlock& block : blocks_) {
    if (sources.contains(block.source)) block.source = to;
  }
}

}  // namespace imcbench
