// SPDX-License-Identifier: Apache-2.0
#include "results/combine.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "kernels/core/check.h"
#include "results/validate.h"

namespace imcbench {

namespace {

struct Row {
  std::uint32_t chip;
  std::size_t block;
  std::size_t row;  // in the block
};

// All rows of all blocks, ascending by chip, then block.
std::vector<Row> sorted_rows(std::span<const TrialBlock> blocks) {
  std::vector<Row> rows;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::vector<std::uint32_t>& chip = blocks[b].trials.chip;
    for (std::size_t c = 0; c < chip.size(); ++c) rows.push_back({chip[c], b, c});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.chip < b.chip; });
  return rows;
}

template <class T>
void append_row(std::vector<T>& to, const std::vector<T>& from, std::size_t row,
                std::size_t width) {
  const auto first = from.begin() + static_cast<std::ptrdiff_t>(row * width);
  to.insert(to.end(), first, first + static_cast<std::ptrdiff_t>(width));
}

template <class T>
std::string difference(const char* name, const T& a, const T& b) {
  return a == b ? "" : fmt::format("{}: {} and {}", name, a, b);
}

std::string first_nonempty(std::initializer_list<std::string> texts) {
  for (const std::string& text : texts) {
    if (!text.empty()) return text;
  }
  return "";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

void append_trial(Trials& to, const Trials& from, std::size_t row, const ScenarioRecord& record) {
  const std::size_t T = record.time_s.size();
  append_row(to.chip, from.chip, row, 1);
  append_row(to.correct, from.correct, row, T);
  append_row(to.loss_q24, from.loss_q24, row, T);
  append_row(to.rejected, from.rejected, row, T);
  append_row(to.factor, from.factor, row, factor_count(from));
  if (from.correct_bits.empty()) return;
  append_row(to.correct_bits, from.correct_bits, row, T * bit_bytes(record.predictions()));
}

void reserve_trials(Trials& trials, std::size_t chips, const ScenarioRecord& record) {
  const std::size_t pairs = chips * record.time_s.size();  // C T
  trials.chip.reserve(chips);
  trials.correct.reserve(pairs);
  trials.loss_q24.reserve(pairs);
  trials.rejected.reserve(pairs);
}

std::optional<ChipOverlap> find_overlap(std::span<const TrialBlock> blocks) {
  const std::vector<Row> rows = sorted_rows(blocks);
  const auto same = std::adjacent_find(rows.begin(), rows.end(),
                                       [](const Row& a, const Row& b) { return a.chip == b.chip; });
  if (same == rows.end()) return std::nullopt;
  return ChipOverlap{same->chip, same->block, std::next(same)->block};
}

void check_same_columns(const TrialBlock& a, const TrialBlock& b) {
  if (a.trials.chip.empty() || b.trials.chip.empty()) return;
  if (a.trials.correct_bits.empty() != b.trials.correct_bits.empty()) {
    const bool a_has = !a.trials.correct_bits.empty();
    input_error("{} has correct_bits and {} has not; parts of one result must agree",
                (a_has ? a : b).source, (a_has ? b : a).source);
  }
  if (factor_count(a.trials) != factor_count(b.trials)) {
    input_error("{} has {} factors a chip and {} has {}; parts of one result must agree", a.source,
                factor_count(a.trials), b.source, factor_count(b.trials));
  }
}

Trials join_blocks(std::span<const TrialBlock> blocks, const ScenarioRecord& record) {
  Trials joined;
  const std::vector<Row> rows = sorted_rows(blocks);
  reserve_trials(joined, rows.size(), record);
  for (const Row& row : rows) {
    IMC_EXPECT(joined.chip.empty() || joined.chip.back() != row.chip);
    append_trial(joined, blocks[row.block].trials, row.row, record);
  }
  return joined;
}

std::string find_mismatch(const Provenance& a, const Provenance& b) {
  return first_nonempty({difference("program_version", a.program_version, b.program_version),
                         difference("seed", a.seed, b.seed),
                         difference("suite_name", a.suite_name, b.suite_name),
                         difference("suite_version", a.suite_version, b.suite_version)});
}

std::string find_mismatch(const ScenarioRecord& a, const ScenarioRecord& b) {
  return first_nonempty(
      {difference("sha256", a.sha256, b.sha256), difference("model", a.model, b.model),
       difference("optimization", a.optimization, b.optimization),
       difference("dataset", a.dataset, b.dataset), difference("split", a.split, b.split),
       difference("model_sha256", a.model_sha256, b.model_sha256),
       difference("data_sha256", a.data_sha256, b.data_sha256),
       difference("samples", a.samples, b.samples),
       difference("predictions_per_sample", a.predictions_per_sample, b.predictions_per_sample),
       difference("chance_accuracy", a.chance_accuracy, b.chance_accuracy),
       difference("accuracy_target", a.accuracy_target, b.accuracy_target),
       difference("time_s", a.time_s, b.time_s)});
}

std::string find_suite_mismatch(const Provenance& a, const Provenance& b) {
  return first_nonempty(
      {find_mismatch(a, b), a.suite_text == b.suite_text ? "" : "suite_text: not the same text"});
}

void join_distinct(std::string& into, const std::string& from, char separator) {
  for (const std::string_view part : split(from, separator)) {
    const std::vector<std::string_view> known = split(into, separator);
    if (std::find(known.begin(), known.end(), part) != known.end()) continue;
    const std::string copy(part);
    if (!into.empty() && into.back() != separator) into += separator;
    into += copy;
  }
}

void absorb_provenance(Provenance& into, const Provenance& from) {
  join_distinct(into.git_sha, from.git_sha, ';');
  join_distinct(into.build, from.build, ';');
  join_distinct(into.backend, from.backend, ';');
  join_distinct(into.device, from.device, ';');
  join_distinct(into.command_line, from.command_line, '\n');
  join_distinct(into.overrides, from.overrides, '\n');
  into.created_utc = std::max(into.created_utc, from.created_utc);
}

bool same_studies(std::span<const StudyOutcome> a, std::span<const StudyOutcome> b) {
  return std::is_permutation(a.begin(), a.end(), b.begin(), b.end(),
                             [](const StudyOutcome& x, const StudyOutcome& y) {
                               return x.name == y.name && x.json == y.json;
                             });
}

std::map<std::string, std::size_t> scenario_index(const ResultFile& result) {
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < result.scenarios.size(); ++i) {
    index.emplace(result.scenarios[i].record.sha256, i);
  }
  return index;
}

}  // namespace imcbench
