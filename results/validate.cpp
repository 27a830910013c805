// SPDX-License-Identifier: Apache-2.0
#include "results/validate.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "kernels/core/sha256.h"

namespace imcbench {

namespace {

std::string wrong_size(const char* name, std::size_t found, std::size_t expected) {
  if (found == expected) return "";
  return fmt::format("{}: {} values; expected {}", name, found, expected);
}

std::string find_size_problem(const ScenarioRecord& record, const Trials& trials) {
  const std::size_t pairs = trials.chip.size() * record.time_s.size();  // C T
  std::string problem = wrong_size("correct", trials.correct.size(), pairs);
  if (problem.empty()) problem = wrong_size("loss_q24", trials.loss_q24.size(), pairs);
  if (problem.empty()) problem = wrong_size("rejected", trials.rejected.size(), pairs);
  if (problem.empty() && !trials.correct_bits.empty()) {
    problem = wrong_size("correct_bits", trials.correct_bits.size(),
                         pairs * bit_bytes(record.predictions()));
  }
  return problem;
}

std::string find_chip_problem(const Trials& trials) {
  for (std::size_t c = 1; c < trials.chip.size(); ++c) {
    if (trials.chip[c] <= trials.chip[c - 1]) {
      return fmt::format("chip: {} follows {}; expected ascending without duplicates",
                         trials.chip[c], trials.chip[c - 1]);
    }
  }
  return "";
}

std::string find_count_problem(const ScenarioRecord& record, const Trials& trials) {
  const std::size_t T = record.time_s.size();
  for (std::size_t i = 0; i < trials.correct.size(); ++i) {
    const std::uint64_t classified = std::uint64_t{trials.correct[i]} + trials.rejected[i];
    if (classified > record.predictions()) {
      return fmt::format("chip {}, time {}: correct = {} and rejected = {}; at most {} predictions",
                         trials.chip[i / T], i % T, trials.correct[i], trials.rejected[i],
                         record.predictions());
    }
  }
  return "";
}

// correct_bits must tell the same story as `correct`, and the bits after the last prediction are 0.
std::string find_bits_problem(const ScenarioRecord& record, const Trials& trials) {
  if (trials.correct_bits.empty()) return "";
  const std::size_t T = record.time_s.size();
  const std::size_t B = bit_bytes(record.predictions());
  const unsigned unused = static_cast<unsigned>(8 * B - record.predictions());
  for (std::size_t i = 0; i < trials.correct.size(); ++i) {
    const std::uint8_t* bits = trials.correct_bits.data() + i * B;
    std::uint32_t ones = 0;
    for (std::size_t b = 0; b < B; ++b) ones += static_cast<std::uint32_t>(std::popcount(bits[b]));
    if (ones != trials.correct[i] || (bits[B - 1] >> (8 - unused)) != 0) {
      return fmt::format("chip {}, time {}: correct_bits do not agree with correct = {}",
                         trials.chip[i / T], i % T, trials.correct[i]);
    }
  }
  return "";
}

std::string find_factor_problem(const ScenarioRecord& record, const Trials& trials) {
  if (trials.factor.empty()) return "";
  const std::size_t K = factor_count(trials);
  if (K == 0 || trials.factor.size() % K != 0 || trials.factor.size() / K != trials.chip.size()) {
    return fmt::format("factor: {} values; expected as many for each of the {} chips",
                       trials.factor.size(), trials.chip.size());
  }
  if (record.factors.empty()) return "factor: has values, but `factors` names no parameter";
  for (std::size_t i = 0; i < trials.factor.size(); ++i) {
    if (!std::isfinite(trials.factor[i])) {
      return fmt::format("chip {}: factor {} is {}; expected finite", trials.chip[i / K], i % K,
                         trials.factor[i]);
    }
  }
  return "";
}

std::string find_record_problem(const ScenarioRecord& record) {
  const std::string sha256 = sha256_hex(record.canonical_text);
  if (record.sha256 != sha256) {
    return fmt::format("sha256: '{}'; the canonical_text has {}", record.sha256, sha256);
  }
  if (record.samples == 0) return "samples: 0; expected at least 1";
  if (record.predictions_per_sample == 0) return "predictions_per_sample: 0; expected at least 1";
  if (std::uint64_t{record.samples} * record.predictions_per_sample > UINT32_MAX) {
    return fmt::format("{} samples of {} predictions: more than {} predictions", record.samples,
                       record.predictions_per_sample, UINT32_MAX);
  }
  if (record.fp_correct > record.predictions()) {
    return fmt::format("fp_correct: {}; at most {} predictions", record.fp_correct,
                       record.predictions());
  }
  if (record.time_s.empty()) return "time_s: no times; expected at least 1";
  for (const double time : record.time_s) {
    if (!std::isfinite(time) || time < 0) {
      return fmt::format("time_s: {} s; expected finite and not negative", time);
    }
  }
  return "";
}

}  // namespace

std::string scenario_name(std::size_t index) { return fmt::format("{:04}", index); }

std::string find_trials_problem(const ScenarioRecord& record, const Trials& trials) {
  std::string problem = find_size_problem(record, trials);
  if (problem.empty()) problem = find_chip_problem(trials);
  if (problem.empty()) problem = find_count_problem(record, trials);
  if (problem.empty()) problem = find_bits_problem(record, trials);
  if (problem.empty()) problem = find_factor_problem(record, trials);
  return problem;
}

std::string find_study_problem(const StudyOutcome& study) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
  if (study.name.empty() || study.name.find_first_not_of(kAllowed) != std::string::npos) {
    return fmt::format("'{}': not a name of a study; allowed: a-z, 0-9 and _", study.name);
  }
  if (!nlohmann::json::accept(study.json)) return fmt::format("{}: not JSON", study.name);
  return "";
}

namespace {

std::string find_studies_problem(const std::vector<StudyOutcome>& studies) {
  std::set<std::string> names;
  for (const StudyOutcome& study : studies) {
    std::string problem = find_study_problem(study);
    if (problem.empty() && !names.insert(study.name).second) problem = study.name + ": twice";
    if (!problem.empty()) return "/studies: " + problem;
  }
  return "";
}

}  // namespace

std::string find_problem(const ResultFile& result) {
  const std::string& kind = result.provenance.kind;
  if (kind != kKindResult && kind != kKindShard) {
    return fmt::format("/: kind: '{}'; expected '{}' or '{}'", kind, kKindResult, kKindShard);
  }
  if (result.scenarios.empty()) return "/scenarios: empty; expected at least one scenario";
  std::map<std::string, std::size_t> seen;  // sha256 -> index
  for (std::size_t i = 0; i < result.scenarios.size(); ++i) {
    const ScenarioResult& scenario = result.scenarios[i];
    std::string problem = find_record_problem(scenario.record);
    if (problem.empty()) problem = find_trials_problem(scenario.record, scenario.trials);
    const auto [first, is_new] = seen.emplace(scenario.record.sha256, i);
    if (problem.empty() && !is_new) {
      problem = fmt::format("the same scenario (sha256) as {}", scenario_name(first->second));
    }
    if (!problem.empty()) return fmt::format("/scenarios/{}: {}", scenario_name(i), problem);
  }
  return find_studies_problem(result.studies);
}

}  // namespace imcbench
