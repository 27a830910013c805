// SPDX-License-Identifier: Apache-2.0
// The plan, sealing, and the finished file; what is found on disk is read in journal_load.cpp.
#include "results/journal.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "kernels/core/check.h"
#include "results/durable.h"
#include "results/shard.h"
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

bool has_study(const std::vector<StudyOutcome>& outcomes, const std::string& name) {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [&](const StudyOutcome& each) { return each.name == name; });
}

}  // namespace

Journal::Journal(std::string path, Provenance provenance, std::vector<ScenarioRecord> scenarios,
                 JournalMode mode, PlanKind plan)
    : path_(check_output(std::move(path), mode)),
      provenance_(std::move(provenance)),
      plan_(plan),
      folder_(std::in_place, path_, mode == JournalMode::fresh) {
  provenance_.kind = kKindResult;
  for (ScenarioRecord& record : scenarios) append_to_plan(SealedScenario(std::move(record)));
  check_output(path_, mode);  // again, now that no other process can change it
  check_plan();
  remove_stale_temporaries(folder_of(path_), fs::path(path_).filename().string());
  if (mode == JournalMode::overwrite) clear_output();
  load_finished();
  absorb();
}

void Journal::check_plan() const {
  if (plan_ == PlanKind::open && scenarios_.empty()) return;
  const std::string problem = find_problem(collect());
  if (!problem.empty()) input_error("{}: the plan of the run: {}", path_, problem);
}

void Journal::append_to_plan(SealedScenario scenario) {
  index_.emplace(scenario.record.sha256, scenarios_.size());
  scenarios_.push_back(std::move(scenario));
}

void Journal::clear_output() {
  std::error_code error;
  fs::remove(path_, error);
  if (error) input_error("{}: cannot remove: {}", path_, error.message());
  folder_->clear();
}

std::size_t Journal::add_scenario(ScenarioRecord record) {
  IMC_EXPECT(folder_.has_value());
  if (plan_ == PlanKind::fixed) return index_.at(record.sha256);
  const std::string problem = find_problem({provenance_, {{record, {}}}});
  if (!problem.empty()) input_error("{}: the plan of the run: {}", path_, problem);
  SealedScenario& known = scenario_for(path_, record);
  const auto planned = index_.find(record.sha256);
  if (planned != index_.end()) return planned->second;
  known.record = std::move(record);
  append_to_plan(std::move(known));
  unclaimed_.erase(unclaimed_.begin() + (&known - unclaimed_.data()));
  return scenarios_.size() - 1;
}

const ScenarioRecord& Journal::record(std::size_t scenario) const {
  return scenarios_.at(scenario).record;
}

std::vector<std::uint32_t> Journal::done_chips(std::size_t scenario) const {
  return scenarios_.at(scenario).chips();
}

Trials Journal::trials(std::size_t scenario, std::span<const std::uint32_t> chips) const {
  return scenarios_.at(scenario).trials(chips);
}

void Journal::seal(std::size_t scenario, Trials block) {
  SealedScenario& target = scenarios_.at(scenario);
  IMC_EXPECT(folder_.has_value() && !block.chip.empty());
  for (const std::uint32_t chip : block.chip) IMC_EXPECT(!target.holds(chip));
  TrialBlock sealed{folder_->path() + "/" + shard_name(target.record, block.chip),
                    std::move(block)};
  target.check_columns(sealed);
  write_shard(sealed.source, provenance_, target.record, sealed.trials);
  small_shards_.insert(sealed.source);
  add(target, std::move(sealed));
  pack_shards();
}

std::size_t Journal::add(SealedScenario& scenario, TrialBlock block) {
  const std::size_t added = scenario.add(std::move(block));
  changed_ = changed_ || added > 0;
  return added;
}

void Journal::set_planned_chips(std::size_t scenario, std::uint32_t chips) {
  scenarios_.at(scenario).record.planned_chips = chips;
}

void Journal::set_stopping(std::size_t scenario, std::string rule, std::string reason) {
  scenarios_.at(scenario).record.stopping_rule = std::move(rule);
  set_stopping_reason(scenario, std::move(reason));
}

void Journal::set_stopping_reason(std::size_t scenario, std::string reason) {
  scenarios_.at(scenario).record.stopping_reason = std::move(reason);
}

void Journal::set_outcome(std::string study, std::string json) {
  StudyOutcome outcome{std::move(study), std::move(json)};
  IMC_EXPECT(find_study_problem(outcome).empty());
  const auto place = std::lower_bound(
      outcomes_.begin(), outcomes_.end(), outcome,
      [](const StudyOutcome& a, const StudyOutcome& b) { return a.name < b.name; });
  if (place != outcomes_.end() && place->name == outcome.name) {
    place->json = std::move(outcome.json);
  } else {
    outcomes_.insert(place, std::move(outcome));
  }
}

ResultFile Journal::collect() const {
  ResultFile result{provenance_, {}, outcomes_};
  for (const auto* list : {&scenarios_, &unclaimed_}) {
    if (list == &unclaimed_ && text_changed_) break;
    for (const SealedScenario& scenario : *list) {
      result.scenarios.push_back({scenario.record, scenario.trials()});
    }
  }
  if (changed_ || !finished_) return result;
  for (const StudyOutcome& outcome : finished_->studies) {
    if (!has_study(outcomes_, outcome.name)) result.studies.push_back(outcome);
  }
  return result;
}

// Whether FILE says all that collect() says, whoever wrote it.
bool Journal::file_is_current() const {
  if (plan_ == PlanKind::fixed) return already_complete_ && !changed_;
  if (changed_ || text_changed_ || !finished_) return false;
  const ResultFile current = collect();
  return same_studies(current.studies, finished_->studies) &&
         std::equal(
             current.scenarios.begin(), current.scenarios.end(), finished_->scenarios.begin(),
             finished_->scenarios.end(),
             [](const ScenarioResult& a, const ScenarioResult& b) { return a.record == b.record; });
}

void Journal::finish() {
  IMC_EXPECT(folder_.has_value());
  if (!file_is_current()) write_result(path_, collect());
  folder_->remove(small_shards_);
  folder_->remove(packs_);
  folder_->remove_set_aside();
  folder_.reset();
}

}  // namespace imcbench
