// SPDX-License-Identifier: Apache-2.0
// The journal of a run: batches of chips are sealed as shards in `FILE.parts/` as they finish, in
// any order, and merged into FILE at the end. A killed run loses only what was not sealed. One
// process at a time holds the journal of a FILE. Calls from several threads need a mutex.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "results/combine.h"
#include "results/parts_folder.h"
#include "results/schema.h"

namespace imcbench {

enum class JournalMode {
  fresh,      // FILE and FILE.parts must not exist
  resume,     // go on from what is there, also from nothing or from a finished FILE
  overwrite,  // remove what is there
};

class Journal {
 public:
  // `scenarios` is the plan: records without stopping_reason. InputError when the mode does not
  // allow what is on disk, when another process holds the journal, or when sealed results belong to
  // another run (program version, suite, seed, scenarios).
  Journal(std::string path, Provenance provenance, std::vector<ScenarioRecord> scenarios,
          JournalMode mode);

  // FILE is there and holds all that this plan asks for.
  bool already_complete() const { return already_complete_; }
  // Messages about damaged shards, which were set aside as `.bad`: their chips are not done.
  const std::vector<std::string>& bad_shards() const { return bad_shards_; }

  std::size_t scenario_count() const { return scenarios_.size(); }
  std::vector<std::uint32_t> done_chips(std::size_t scenario) const;  // ascending

  // Stores a batch of chips, none of them done yet, so that a kill or a power cut cannot lose it.
  void seal(std::size_t scenario, Trials block);
  void set_stopping_reason(std::size_t scenario, std::string reason);
  // All that was sealed, ascending by chip.
  ResultFile collect() const;
  // Writes FILE, unless it holds all this already, and removes the folder; the last call.
  void finish();

 private:
  struct Scenario {
    ScenarioRecord record;
    std::vector<TrialBlock> blocks;
    std::map<std::uint32_t, std::size_t> done;  // chip -> block
  };

  void check_plan() const;
  void clear_output();
  void load_finished();
  void load_shard(const std::string& shard);
  void load(const std::string& source, ResultFile result, const char* kind);
  void add(Scenario& scenario, TrialBlock block);
  void check_repeated(const Scenario& scenario, const TrialBlock& block) const;
  bool covers_plan(const ResultFile& finished) const;
  std::size_t planned_index(const std::string& source, const ScenarioRecord& record) const;

  std::string path_;
  Provenance provenance_;
  std::vector<Scenario> scenarios_;
  std::optional<PartsFolder> folder_;  // until finish()
  std::vector<std::string> bad_shards_;
  bool already_complete_ = false;
  bool changed_ = false;  // something is sealed that FILE does not hold
};

}  // namespace imcbench
