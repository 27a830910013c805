// SPDX-License-Identifier: Apache-2.0
// The result file (results/README.md) as code. C chips, T evaluation times, S samples per trial,
// P predictions per sample, B = ceil(S P / 8), K factors.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace imcbench {

inline constexpr const char* kResultFormat = "imcbench-results";
inline constexpr std::int32_t kSchemaVersion = 3;
inline constexpr const char* kKindResult = "result";
inline constexpr const char* kKindShard = "shard";
inline constexpr double kLossScale = 16777216.0;  // 2^24: loss_q24 counts 2^-24 nat

// Root attributes, besides `format` and `schema_version`.
struct Provenance {
  std::string kind = kKindResult;
  std::string program_version;
  std::string git_sha;
  std::string build;
  std::string backend;
  std::string device;
  std::string created_utc;
  std::string command_line;
  std::uint64_t seed = 0;
  std::string suite_name;
  std::int32_t suite_version = 0;
  std::string suite_text;
  std::string overrides;
};

// Attributes of one scenario, and its times.
struct ScenarioRecord {
  std::string model;
  std::string optimization;
  std::string dataset;
  std::string split;
  std::string settings;  // what an experiment changed, "output_noise.sigma = 0.04", one a line
  std::string factors;   // parameters that differ from chip to chip, and their laws, one a line
  std::string study;     // who asked for it first: "sweep", "tolerance", ...
  std::string canonical_text;
  std::string sha256;  // of canonical_text
  std::string model_sha256;
  std::string data_sha256;
  std::uint32_t samples = 0;                 // S
  std::uint32_t predictions_per_sample = 1;  // P
  std::uint32_t fp_correct = 0;
  double fp_loss = 0;  // nat per prediction
  double chance_accuracy = 0;
  double accuracy_target = 0;
  std::uint32_t planned_chips = 0;
  std::string stopping_rule;
  std::string stopping_reason;
  std::vector<double> time_s;  // [T]

  // S P: what counts count and losses are summed over.
  std::uint32_t predictions() const { return samples * predictions_per_sample; }

  bool operator==(const ScenarioRecord&) const = default;
};

// Counts of finished chips, ascending by chip index.
struct Trials {
  std::vector<std::uint32_t> chip;         // [C]
  std::vector<std::uint32_t> correct;      // [C, T]
  std::vector<std::int64_t> loss_q24;      // [C, T], 2^-24 nat
  std::vector<std::uint32_t> rejected;     // [C, T]
  std::vector<std::uint8_t> correct_bits;  // [C, T, B], or empty
  std::vector<double> factor{};            // [C, K], values of the K factors, or empty

  bool operator==(const Trials&) const = default;
};

struct ScenarioResult {
  ScenarioRecord record;
  Trials trials;
};

// What a study found (suites/experiments/studies), as JSON text.
struct StudyOutcome {
  std::string name;  // "tolerance"
  std::string json;
};

struct ResultFile {
  Provenance provenance;
  std::vector<ScenarioResult> scenarios;
  std::vector<StudyOutcome> studies{};
};

// One dataset of a scenario group. Its `unit` and `meaning` attributes come from here.
struct DatasetInfo {
  const char* name;
  const char* type;
  const char* shape;
  const char* unit;
  const char* meaning;
};

inline constexpr std::array<DatasetInfo, 7> kDatasets = {{
    {"time_s", "float64", "[T]", "s", "time since the end of programming"},
    {"chip", "uint32", "[C]", "1", "chip index, ascending, no duplicates"},
    {"correct", "uint32", "[C, T]", "predictions", "correct predictions"},
    {"loss_q24", "int64", "[C, T]", "2^-24 nat",
     "sum over predictions of the loss, each rounded to 2^-24 nat: integers add exactly in any "
     "order"},
    {"rejected", "uint32", "[C, T]", "predictions",
     "predictions whose outputs were not finite (counted as wrong, never dropped)"},
    {"correct_bits", "uint8", "[C, T, B]", "1",
     "optional: bit i % 8 of byte i / 8 is 1 when prediction i % P of sample i / P was correct"},
    {"factor", "float64", "[C, K]", "of the parameter",
     "optional: value of the parameter that line k of factors names, for each chip"},
}};

// Every dataset of /studies.
inline constexpr DatasetInfo kStudyDataset = {"NAME", "uint8", "[bytes]", "text",
                                              "what the study found, as JSON in UTF-8"};

// Calls visit(name, member) for every attribute. Writer, reader and tests follow these two lists.
template <class P, class Visit>
requires std::same_as<std::remove_const_t<P>, Provenance>
void for_each_attribute(P& provenance, Visit&& visit) {
  visit("kind", provenance.kind);
  visit("program_version", provenance.program_version);
  visit("git_sha", provenance.git_sha);
  visit("build", provenance.build);
  visit("backend", provenance.backend);
  visit("device", provenance.device);
  visit("created_utc", provenance.created_utc);
  visit("command_line", provenance.command_line);
  visit("seed", provenance.seed);
  visit("suite_name", provenance.suite_name);
  visit("suite_version", provenance.suite_version);
  visit("suite_text", provenance.suite_text);
  visit("overrides", provenance.overrides);
}

template <class R, class Visit>
requires std::same_as<std::remove_const_t<R>, ScenarioRecord>
void for_each_attribute(R& record, Visit&& visit) {
  visit("model", record.model);
  visit("optimization", record.optimization);
  visit("dataset", record.dataset);
  visit("split", record.split);
  visit("settings", record.settings);
  visit("factors", record.factors);
  visit("study", record.study);
  visit("canonical_text", record.canonical_text);
  visit("sha256", record.sha256);
  visit("model_sha256", record.model_sha256);
  visit("data_sha256", record.data_sha256);
  visit("samples", record.samples);
  visit("predictions_per_sample", record.predictions_per_sample);
  visit("fp_correct", record.fp_correct);
  visit("fp_loss", record.fp_loss);
  visit("chance_accuracy", record.chance_accuracy);
  visit("accuracy_target", record.accuracy_target);
  visit("planned_chips", record.planned_chips);
  visit("stopping_rule", record.stopping_rule);
  visit("stopping_reason", record.stopping_reason);
}

// Writes durably (results/durable.h). What find_problem() reports is a bug of the caller here
// (logic_error); what the disk refuses is an InputError.
void write_result(const std::string& path, const ResultFile& result);

// Reads and checks a finished file or a shard; InputError names file, object and what is wrong.
ResultFile read_result(const std::string& path);

}  // namespace imcbench
