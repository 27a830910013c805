// SPDX-License-Identifier: Apache-2.0
#include "results/journal.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "kernels/core/check.h"
#include "results/durable.h"
#include "results/seal.h"
#include "results/validate.h"

namespace imcbench {

namespace {

namespace fs = std::filesystem;

// Before the parts folder is made: what can be refused without touching the disk.
std::string check_output(std::string path, JournalMode mode) {
  if (path.empty() || path.back() == '/') input_error("'{}': not a file name", path);
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (!fs::exists(status)) return path;
  if (mode == JournalMode::fresh) {
    input_error("{}: exists already; use --resume to continue it or --overwrite to replace it",
                path);
  }
  if (!fs::is_regular_file(status)) input_error("{}: exists and is not a regular file", path);
  return path;
}

// Empty when the shard is as it was sealed.
std::string shard_problem(const std::string& shard) {
  try {
    return check_seal(shard).problem;
  } catch (const InputError& error) {
    return error.what();
  }
}

std::string shard_name(const ScenarioRecord& record, const Trials& block) {
  return fmt::format("{:.16}-{}-{}.h5", record.sha256, block.chip.front(), block.chip.size());
}

// Whether two blocks hold the same results for one chip.
bool same_chip(const Trials& a, const Trials& b, std::uint32_t chip, const ScenarioRecord& record) {
  const std::span<const std::uint32_t> one(&chip, 1);
  return select_chips(a, one, record) == select_chips(b, one, record);
}

}  // namespace

Journal::Journal(std::string path, Provenance provenance, std::vector<ScenarioRecord> scenarios,
                 JournalMode mode)
    : path_(check_output(std::move(path), mode)),
      provenance_(std::move(provenance)),
      folder_(std::in_place, path_, mode == JournalMode::fresh) {
  provenance_.kind = kKindResult;
  for (ScenarioRecord& record : scenarios) scenarios_.push_back({std::move(record), {}, {}});
  check_output(path_, mode);  // again, now that no other process can change it
  check_plan();
  remove_stale_temporaries(folder_of(path_), fs::path(path_).filename().string());
  if (mode == JournalMode::overwrite) clear_output();
  load_finished();
  for (const std::string& shard : folder_->shards()) load_shard(shard);
}

void Journal::check_plan() const {
  const std::string problem = find_problem(collect());
  if (!problem.empty()) input_error("{}: the plan of the run: {}", path_, problem);
}

void Journal::clear_output() {
  std::error_code error;
  fs::remove(path_, error);
  if (error) input_error("{}: cannot remove: {}", path_, error.message());
  folder_->clear();
}

void Journal::load_finished() {
  if (!fs::exists(path_)) return;
  ResultFile finished = read_result(path_);
  already_complete_ = covers_plan(finished);
  load(path_, std::move(finished), kKindResult);
  changed_ = false;
}

void Journal::load_shard(const std::string& shard) {
  const std::string problem = shard_problem(shard);
  if (problem.empty()) return load(shard, read_result(shard), kKindShard);
  const std::string aside = folder_->set_aside(shard);
  bad_shards_.push_back(
      fmt::format("{}; renamed to {}, its chips will be run again", problem, aside));
}

void Journal::load(const std::string& source, ResultFile result, const char* kind) {
  if (result.provenance.kind != kind) {
    input_error("{}: kind is '{}'; expected '{}'", source, result.provenance.kind, kind);
  }
  const std::string mismatch = find_mismatch(result.provenance, provenance_);
  if (!mismatch.empty()) {
    input_error("{}: from another run than this one: {}; use --overwrite or another output file",
                source, mismatch);
  }
  absorb_provenance(provenance_, result.provenance);
  for (ScenarioResult& scenario : result.scenarios) {
    Scenario& planned = scenarios_[planned_index(source, scenario.record)];
    if (already_complete_ && kind == kKindResult) planned.record = std::move(scenario.record);
    add(planned, {source, std::move(scenario.trials)});
  }
}

std::size_t Journal::planned_index(const std::string& source, const ScenarioRecord& record) const {
  for (std::size_t i = 0; i < scenarios_.size(); ++i) {
    const ScenarioRecord& planned = scenarios_[i].record;
    if (planned.sha256 != record.sha256) continue;
    const std::string mismatch = find_mismatch(record, planned);
    if (mismatch.empty()) return i;
    input_error("{}: scenario {}/{} is not as in this run: {}", source, record.model,
                record.optimization, mismatch);
  }
  input_error(
      "{}: scenario {}/{} (sha256 {:.16}) is not in this run; use --overwrite or another "
      "output file",
      source, record.model, record.optimization, record.sha256);
}

// Takes a block in, unless all its chips are done already: a run killed while it finished leaves
// shards that FILE holds too. They must say the same.
void Journal::add(Scenario& scenario, TrialBlock block) {
  const std::vector<std::uint32_t>& chips = block.trials.chip;
  const auto is_done = [&](std::uint32_t chip) { return scenario.done.contains(chip); };
  if (std::all_of(chips.begin(), chips.end(), is_done)) return check_repeated(scenario, block);
  if (const auto chip = std::find_if(chips.begin(), chips.end(), is_done); chip != chips.end()) {
    input_error("{}: chip {} is also in {}; remove one of them", block.source, *chip,
                scenario.blocks[scenario.done.at(*chip)].source);
  }
  if (!scenario.blocks.empty()) check_same_columns(scenario.blocks.front(), block);
  for (const std::uint32_t chip : chips) scenario.done.emplace(chip, scenario.blocks.size());
  scenario.blocks.push_back(std::move(block));
  changed_ = true;
}

void Journal::check_repeated(const Scenario& scenario, const TrialBlock& block) const {
  for (const std::uint32_t chip : block.trials.chip) {
    const TrialBlock& other = scenario.blocks[scenario.done.at(chip)];
    if (!same_chip(other.trials, block.trials, chip, scenario.record)) {
      input_error("{}: its results for chip {} are not those in {}; remove the wrong one",
                  block.source, chip, other.source);
    }
  }
}

bool Journal::covers_plan(const ResultFile& finished) const {
  const auto index = scenario_index(finished);
  return std::all_of(scenarios_.begin(), scenarios_.end(), [&](const Scenario& scenario) {
    const auto found = index.find(scenario.record.sha256);
    if (found == index.end()) return false;
    const ScenarioRecord& record = finished.scenarios[found->second].record;
    return record.planned_chips >= scenario.record.planned_chips &&
           record.stopping_rule == scenario.record.stopping_rule;
  });
}

std::vector<std::uint32_t> Journal::done_chips(std::size_t scenario) const {
  std::vector<std::uint32_t> chips;
  for (const auto& [chip, block] : scenarios_.at(scenario).done) chips.push_back(chip);
  return chips;
}

void Journal::seal(std::size_t scenario, Trials block) {
  Scenario& target = scenarios_.at(scenario);
  IMC_EXPECT(folder_.has_value() && !block.chip.empty());
  for (const std::uint32_t chip : block.chip) IMC_EXPECT(!target.done.contains(chip));
  const std::string path = folder_->path() + "/" + shard_name(target.record, block);
  ResultFile shard{provenance_, {{target.record, block}}};
  shard.provenance.kind = kKindShard;
  TrialBlock sealed{path, std::move(block)};
  if (!target.blocks.empty()) check_same_columns(target.blocks.front(), sealed);
  write_result(path, shard);
  add(target, std::move(sealed));
}

void Journal::set_stopping_reason(std::size_t scenario, std::string reason) {
  scenarios_.at(scenario).record.stopping_reason = std::move(reason);
}

ResultFile Journal::collect() const {
  ResultFile result{provenance_, {}};
  for (const Scenario& scenario : scenarios_) {
    result.scenarios.push_back({scenario.record, join_blocks(scenario.blocks, scenario.record)});
  }
  return result;
}

void Journal::finish() {
  IMC_EXPECT(folder_.has_value());
  if (changed_ || !already_complete_) write_result(path_, collect());
  folder_->clear();
  folder_.reset();
}

}  // namespace imcbench
