// SPDX-License-Identifier: Apache-2.0
// The journal of a run: batches of chips are sealed as shards in `FILE.parts/` as they finish, in
// any order, and merged into FILE at the end. A killed run loses only what was not sealed. One
// process at a time holds the journal of a FILE; other processes of the run seal with a ShardWriter
// (results/shard.h). Calls from several threads need a mutex.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "results/parts_folder.h"
#include "results/schema.h"
#include "results/sealed_scenario.h"

namespace imcbench {

enum class JournalMode {
  fresh,      // FILE and FILE.parts must not exist
  resume,     // go on from what is there, also from nothing or from a finished FILE
  overwrite,  // remove what is there
};

// fixed: the scenarios are known at the start; what is sealed of any other is refused.
// open: scenarios are added while the run goes on. What is sealed of a scenario that nobody has
// asked for is kept, also in FILE, but for one thing: when it comes from another text of the suite,
// whatever the new text did not ask for is left out of FILE at the end (left_out()).
enum class PlanKind { fixed, open };

class Journal {
 public:
  // `scenarios` is the plan, or its start: records without stopping_reason. InputError when the
  // mode does not allow what is on disk, when another process holds the journal, or when sealed
  // results belong to another run (program version, suite, seed; scenarios where the plan is
  // fixed).
  Journal(std::string path, Provenance provenance, std::vector<ScenarioRecord> scenarios,
          JournalMode mode, PlanKind plan = PlanKind::fixed);

  // A fixed plan, and FILE is there and holds all that it asks for. Never for an open one.
  bool already_complete() const { return already_complete_; }
  // FILE as it was found, without its trials: stopping reasons and studies. Null: there was none.
  const ResultFile* finished() const { return finished_ ? &*finished_ : nullptr; }
  // Scenarios of an earlier text of the suite that this run has not asked for: not in FILE.
  std::size_t left_out() const { return text_changed_ ? unclaimed_.size() : 0; }
  // FILE says already all that finish() would write.
  bool file_is_current() const;
  // Messages about damaged shards, which were set aside as `.bad`: their chips are not done.
  const std::vector<std::string>& bad_shards() const { return bad_shards_; }

  // The index of the scenario, which may be in the plan already (same sha256); in a fixed plan it
  // must be.
  std::size_t add_scenario(ScenarioRecord record);
  std::size_t scenario_count() const { return scenarios_.size(); }
  const ScenarioRecord& record(std::size_t scenario) const;
  std::vector<std::uint32_t> done_chips(std::size_t scenario) const;  // ascending
  // Of the given chips, which must be done; ascending.
  Trials trials(std::size_t scenario, std::span<const std::uint32_t> chips) const;

  // Stores a batch of chips, none of them done yet, so that a kill or a power cut cannot lose it.
  void seal(std::size_t scenario, Trials block);
  // Takes in the shards that other processes sealed since the last call; the number of new chips.
  std::size_t absorb();

  void set_planned_chips(std::size_t scenario, std::uint32_t chips);
  void set_stopping(std::size_t scenario, std::string rule, std::string reason);
  void set_stopping_reason(std::size_t scenario, std::string reason);
  // What a study found, as JSON; replaces what it found before.
  void set_outcome(std::string study, std::string json);

  // All that was sealed, ascending by chip: the plan in its order, then scenarios that nobody asked
  // for. Outcomes that FILE had stay as long as no chip is added.
  ResultFile collect() const;
  // Writes FILE, unless it holds all this already, and removes the folder; the last call. Shards of
  // other processes that were not absorbed stay, and the folder with them.
  void finish();

 private:
  void check_plan() const;
  void append_to_plan(SealedScenario scenario);
  void clear_output();
  void load_finished();
  std::size_t load_shard(const std::string& shard);
  std::size_t load(const std::string& source, ResultFile result, const char* kind);
  SealedScenario& scenario_for(const std::string& source, const ScenarioRecord& record);
  std::size_t add(SealedScenario& scenario, TrialBlock block);
  void pack_shards();
  bool covers_plan(const ResultFile& finished) const;

  std::string path_;
  Provenance provenance_;
  PlanKind plan_;
  std::vector<SealedScenario> scenarios_;
  std::map<std::string, std::size_t> index_;  // sha256 -> scenario of the plan
  std::vector<SealedScenario> unclaimed_;     // on disk, but not in the plan (open plans)
  std::vector<StudyOutcome> outcomes_;        // set in this run, sorted by name
  std::optional<ResultFile> finished_;
  std::optional<PartsFolder> folder_;   // until finish()
  std::set<std::string> small_shards_;  // read or written; packed when they are many
  std::set<std::string> packs_;
  std::vector<std::string> bad_shards_;
  bool already_complete_ = false;
  bool changed_ = false;       // something is sealed that FILE does not hold
  bool text_changed_ = false;  // something on disk is from another text of the suite
};

}  // namespace imcbench
