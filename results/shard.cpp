// SPDX-License-Identifier: Apache-2.0
#include "results/shard.h"

#include <fmt/ranges.h>

#include <filesystem>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "results/parts_folder.h"

namespace imcbench {

std::string shard_name(const ScenarioRecord& record, std::span<const std::uint32_t> chips) {
  IMC_EXPECT(!chips.empty());
  std::string name = fmt::format("{:.16}-{}-{}", record.sha256, chips.front(), chips.size());
  if (chips.back() - chips.front() != chips.size() - 1) {
    name += fmt::format("-{:.8}", sha256_hex(fmt::format("{}", fmt::join(chips, " "))));
  }
  return name + ".h5";
}

void write_shard(const std::string& path, Provenance provenance, const ScenarioRecord& record,
                 const Trials& trials) {
  provenance.kind = kKindShard;
  write_result(path, {std::move(provenance), {{record, trials}}});
}

ShardWriter::ShardWriter(const std::string& output, Provenance provenance)
    : folder_(parts_path(output)), provenance_(std::move(provenance)) {
  if (!std::filesystem::is_directory(folder_)) {
    input_error("{}: no such folder; no run that writes {} is going on", folder_, output);
  }
}

std::string ShardWriter::seal(const ScenarioRecord& record, const Trials& trials) const {
  std::string path = folder_ + "/" + shard_name(record, trials.chip);
  write_shard(path, provenance_, record, trials);
  return path;
}

}  // namespace imcbench
