// SPDX-License-Identifier: Apache-2.0
#include "results/merge.h"

#include <limits>
#include <vector>

#include "kernels/core/check.h"
#include "results/combine.h"
#include "results/validate.h"

namespace imcbench {

namespace {

struct Part {
  std::string path;
  ResultFile result;
};

Part read_part(const std::string& path) {
  Part part{path, read_result(path)};
  if (part.result.provenance.kind != kKindResult) {
    input_error("{}: a shard of an unfinished run; finish the run with --resume, then merge", path);
  }
  return part;
}

std::string label(const ScenarioRecord& record) {
  return fmt::format("{}/{} (sha256 {:.16})", record.model, record.optimization, record.sha256);
}

// Every scenario of `a` must be in `b`.
void check_contained(const Part& a, const Part& b) {
  const auto index = scenario_index(b.result);
  for (const ScenarioResult& scenario : a.result.scenarios) {
    if (!index.contains(scenario.record.sha256)) {
      input_error("{}: has no scenario {}, which is in {}; only runs of the same scenarios merge",
                  b.path, label(scenario.record), a.path);
    }
  }
}

void check_mergeable(const Part& first, const Part& other) {
  const std::string mismatch =
      find_suite_mismatch(first.result.provenance, other.result.provenance);
  if (!mismatch.empty()) {
    input_error("{} and {} cannot be merged: {}", first.path, other.path, mismatch);
  }
  check_contained(first, other);
  check_contained(other, first);
}

void absorb_plan(ScenarioRecord& into, const ScenarioRecord& from) {
  const std::uint64_t planned = std::uint64_t{into.planned_chips} + from.planned_chips;
  if (planned > std::numeric_limits<std::uint32_t>::max()) {
    input_error("{}: planned_chips adds up to {}, which is too many", label(into), planned);
  }
  into.planned_chips = static_cast<std::uint32_t>(planned);
  join_distinct(into.stopping_rule, from.stopping_rule, ';');
  join_distinct(into.stopping_reason, from.stopping_reason, ';');
}

void check_overlap(std::span<const TrialBlock> blocks, const ScenarioRecord& record) {
  if (const auto overlap = find_overlap(blocks)) {
    input_error("{} and {} both hold chip {} of scenario {}; chips may be in one file only",
                blocks[overlap->first].source, blocks[overlap->second].source, overlap->chip,
                label(record));
  }
}

// Takes the trials of one scenario out of all parts.
ScenarioResult merge_scenario(std::vector<Part>& parts, const std::string& sha256) {
  ScenarioResult merged;
  std::vector<TrialBlock> blocks;
  for (Part& part : parts) {
    ScenarioResult& scenario = part.result.scenarios[scenario_index(part.result).at(sha256)];
    blocks.push_back({part.path, std::move(scenario.trials)});
    if (blocks.size() == 1) {
      merged.record = scenario.record;
      continue;
    }
    const std::string mismatch = find_mismatch(merged.record, scenario.record);
    if (!mismatch.empty()) {
      input_error("{} and {} cannot be merged: scenario {}: {}", parts[0].path, part.path,
                  label(merged.record), mismatch);
    }
    absorb_plan(merged.record, scenario.record);
  }
  check_overlap(blocks, merged.record);
  for (const TrialBlock& a : blocks) {
    for (const TrialBlock& b : blocks) check_same_columns(a, b);
  }
  merged.trials = join_blocks(blocks, merged.record);
  return merged;
}

// The studies of the first part, if all others hold the same; otherwise none, and notes.
void merge_studies(std::span<const Part> parts, Merged& merged) {
  for (const Part& part : parts) {
    if (same_studies(parts[0].result.studies, part.result.studies)) continue;
    merged.notes.push_back(fmt::format(
        "{} and {} hold different outcomes of studies; the merged file has none: run the studies "
        "again on it",
        parts[0].path, part.path));
    return;
  }
  merged.result.studies = parts[0].result.studies;
}

}  // namespace

Merged merge_results(std::span<const std::string> paths) {
  if (paths.empty()) input_error("merge: no files given");
  std::vector<Part> parts;
  for (const std::string& path : paths) parts.push_back(read_part(path));
  Merged merged;
  merged.result.provenance = parts[0].result.provenance;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    check_mergeable(parts[0], parts[i]);
    absorb_provenance(merged.result.provenance, parts[i].result.provenance);
  }
  for (const ScenarioResult& scenario : parts[0].result.scenarios) {
    merged.result.scenarios.push_back(merge_scenario(parts, scenario.record.sha256));
  }
  merge_studies(parts, merged);
  return merged;
}

}  // namespace imcbench
