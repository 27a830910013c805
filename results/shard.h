// SPDX-License-Identifier: Apache-2.0
// Shards: sealed batches of chips of a run that goes on, in FILE.parts/. The process that holds the
// Journal of FILE finds those of others with Journal::absorb().
#pragma once

#include <span>
#include <string>

#include "results/schema.h"

namespace imcbench {

// "<first 16 hex digits of the scenario's sha256>-<first chip>-<count>.h5"; where chips are missing
// in between, followed by a hash of the list: "...-<count>-<8 hex digits>.h5".
std::string shard_name(const ScenarioRecord& record, std::span<const std::uint32_t> chips);

// Stores one batch as file `path` so that a kill or a power cut cannot lose it. InputError naming
// the file when the disk refuses.
void write_shard(const std::string& path, Provenance provenance, const ScenarioRecord& record,
                 const Trials& trials);

// For the other processes of a run. The Journal of `output` must be open in one of them, from
// before this is made until after the last seal().
class ShardWriter {
 public:
  ShardWriter(const std::string& output, Provenance provenance);
  // Stores one batch of chips, not empty, and returns the path of the shard.
  std::string seal(const ScenarioRecord& record, const Trials& trials) const;

 private:
  std::string folder_;
  Provenance provenance_;
};

}  // namespace imcbench
