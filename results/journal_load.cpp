// SPDX-License-Identifier: Apache-2.0
// What a journal finds on disk: the finished file, and shards of this and of other processes.
#include <algorithm>
#include <filesystem>

#include "kernels/core/check.h"
#include "results/journal.h"
#include "results/seal.h"

namespace imcbench {

namespace {

// More shards than this are packed into one: opening a file costs more than reading it.
constexpr std::size_t kMaxSmallShards = 256;

// Empty when the shard is as it was sealed.
std::string shard_problem(const std::string& shard) {
  try {
    return check_seal(shard).problem;
  } catch (const InputError& error) {
    return error.what();
  }
}

ResultFile without_trials(const ResultFile& result) {
  ResultFile bare{result.provenance, {}, result.studies};
  for (const ScenarioResult& scenario : result.scenarios) {
    bare.scenarios.push_back({scenario.record, {}});
  }
  return bare;
}

SealedScenario* find_scenario(std::vector<SealedScenario>& scenarios, const std::string& sha256) {
  const auto found =
      std::find_if(scenarios.begin(), scenarios.end(),
                   [&](const SealedScenario& each) { return each.record.sha256 == sha256; });
  return found == scenarios.end() ? nullptr : &*found;
}

}  // namespace

void Journal::load_finished() {
  if (!std::filesystem::exists(path_)) return;
  ResultFile finished = read_result(path_);
  already_complete_ = plan_ == PlanKind::fixed && covers_plan(finished);
  finished_ = without_trials(finished);
  load(path_, std::move(finished), kKindResult);
  changed_ = false;
}

bool Journal::covers_plan(const ResultFile& finished) const {
  const auto index = scenario_index(finished);
  return std::all_of(scenarios_.begin(), scenarios_.end(), [&](const SealedScenario& scenario) {
    const auto found = index.find(scenario.record.sha256);
    if (found == index.end()) return false;
    const ScenarioRecord& record = finished.scenarios[found->second].record;
    return record.planned_chips >= scenario.record.planned_chips &&
           record.stopping_rule == scenario.record.stopping_rule;
  });
}

std::size_t Journal::absorb() {
  IMC_EXPECT(folder_.has_value());
  std::size_t added = 0;
  for (const std::string& shard : folder_->shards()) {
    if (!small_shards_.contains(shard) && !packs_.contains(shard)) added += load_shard(shard);
  }
  pack_shards();
  return added;
}

std::size_t Journal::load_shard(const std::string& shard) {
  const std::string problem = shard_problem(shard);
  if (problem.empty()) {
    (is_pack(shard) ? packs_ : small_shards_).insert(shard);
    return load(shard, read_result(shard), kKindShard);
  }
  const std::string aside = folder_->set_aside(shard);
  bad_shards_.push_back(
      fmt::format("{}; renamed to {}, its chips will be run again", problem, aside));
  return 0;
}

std::size_t Journal::load(const std::string& source, ResultFile result, const char* kind) {
  if (result.provenance.kind != kind) {
    input_error("{}: kind is '{}'; expected '{}'", source, result.provenance.kind, kind);
  }
  const std::string mismatch = find_mismatch(result.provenance, provenance_);
  if (!mismatch.empty()) {
    input_error("{}: from another run than this one: {}; use --overwrite or another output file",
                source, mismatch);
  }
  text_changed_ = text_changed_ || result.provenance.suite_text != provenance_.suite_text;
  absorb_provenance(provenance_, result.provenance);
  std::size_t added = 0;
  for (ScenarioResult& scenario : result.scenarios) {
    SealedScenario& target = scenario_for(source, scenario.record);
    if (already_complete_ && kind == kKindResult) target.record = std::move(scenario.record);
    added += add(target, {source, std::move(scenario.trials)});
  }
  return added;
}

// The scenario of the plan with this hash, or, in an open plan, one that nobody asked for.
SealedScenario& Journal::scenario_for(const std::string& source, const ScenarioRecord& record) {
  const auto planned = index_.find(record.sha256);
  SealedScenario* known = planned != index_.end() ? &scenarios_[planned->second]
                                                  : find_scenario(unclaimed_, record.sha256);
  if (known == nullptr && plan_ == PlanKind::open) {
    return unclaimed_.emplace_back(record);
  }
  if (known == nullptr) {
    input_error(
        "{}: scenario {}/{} (sha256 {:.16}) is not in this run; use --overwrite or another "
        "output file",
        source, record.model, record.optimization, record.sha256);
  }
  const std::string mismatch = find_mismatch(record, known->record);
  if (!mismatch.empty()) {
    input_error("{}: scenario {}/{} is not as in this run: {}", source, record.model,
                record.optimization, mismatch);
  }
  return *known;
}

// Many small shards become one pack, which is on disk before they are removed. A kill in between
// leaves chips twice, and they say the same.
void Journal::pack_shards() {
  if (small_shards_.size() <= kMaxSmallShards) return;
  ResultFile pack{provenance_, {}};
  pack.provenance.kind = kKindShard;
  for (auto* list : {&scenarios_, &unclaimed_}) {
    for (const SealedScenario& scenario : *list) {
      Trials trials = scenario.trials_from(small_shards_);
      if (trials.chip.empty()) continue;
      pack.scenarios.push_back({scenario.record, std::move(trials)});
    }
  }
  const std::string path = folder_->pack_path(small_shards_);
  if (!pack.scenarios.empty()) write_result(path, pack);
  packs_.insert(path);
  for (auto* list : {&scenarios_, &unclaimed_}) {
    for (SealedScenario& scenario : *list) scenario.rename_sources(small_shards_, path);
  }
  folder_->remove(small_shards_);
  small_shards_.clear();
}

}  // namespace imcbench
