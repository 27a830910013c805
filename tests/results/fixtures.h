// SPDX-License-Identifier: Apache-2.0
// Small results with plausible numbers, folders that vanish, and a check for InputError messages.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "results/schema.h"
#include "results/validate.h"

namespace imcbench::testing {

// A new folder, removed with all its content at the end of the scope.
class TempFolder {
 public:
  explicit TempFolder(const std::filesystem::path& root = std::filesystem::temp_directory_path()) {
    std::string name = (root / "imcbench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::filesystem::path path_;
};

// Where files are flushed in no time, for tests that write thousands; elsewhere the usual place.
inline std::filesystem::path memory_folder() {
  const std::filesystem::path shared_memory = "/dev/shm";
  return ::access(shared_memory.c_str(), W_OK) == 0 ? shared_memory
                                                    : std::filesystem::temp_directory_path();
}

inline std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// Runs `action`, which must throw InputError with a message that contains every text.
inline void expect_input_error(const std::function<void()>& action,
                               const std::vector<std::string>& texts) {
  try {
    action();
    ADD_FAILURE() << "no InputError was thrown";
  } catch (const InputError& error) {
    for (const std::string& text : texts) {
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos)
          << "message: " << error.what() << "\nmust contain: " << text;
    }
  }
}

inline Provenance make_provenance() {
  Provenance provenance;
  provenance.program_version = "0.1.0";
  provenance.git_sha = "0123abc";
  provenance.build = "GCC 12.2.0, Release, CUDA none";
  provenance.backend = "cpu";
  provenance.device = "avx2, Some Processor";
  provenance.created_utc = "2025-01-02T03:04:05Z";
  provenance.command_line = "imcbench run suite.toml -o run.h5";
  provenance.seed = 0xfedcba9876543210u;
  provenance.suite_name = "test";
  provenance.suite_version = 3;
  provenance.suite_text =
      "[suite]\nname = \"test\"  # \xce\xbc"
      "S\n";
  provenance.overrides = "chips = 4";
  return provenance;
}

inline ScenarioRecord make_record(const std::string& model, std::uint32_t samples = 1000,
                                  std::size_t times = 2) {
  ScenarioRecord record;
  record.model = model;
  record.optimization = "none";
  record.dataset = "digits";
  record.split = "test";
  record.settings = "output_noise.sigma = 0.04\nadc.bits = 8";
  record.study = "sweep";
  record.canonical_text = "model = " + model + "\nsamples = " + std::to_string(samples) + "\n";
  record.sha256 = sha256_hex(record.canonical_text);
  record.model_sha256 = sha256_hex("weights of " + model);
  record.data_sha256 = sha256_hex("digits");
  record.samples = samples;
  record.fp_correct = samples - samples / 20;
  record.fp_loss = 0.1234567890123;
  record.chance_accuracy = 0.1;
  record.accuracy_target = 0.9;
  record.planned_chips = 4;
  record.stopping_rule = "fixed: 4 chips";
  for (std::size_t t = 0; t < times; ++t) record.time_s.push_back(std::pow(10.0, t) - 1.0);
  return record;
}

// Two parameters that differ from chip to chip.
inline ScenarioRecord with_factors(ScenarioRecord record) {
  record.factors = "input_noise.sigma ~ uniform(0, 0.08)\npcm_drift.nu ~ normal(0.05, 0.01)";
  return record;
}

// Trials that depend only on (record, chip), as real ones do. About 90 % correct.
inline Trials make_trials(const ScenarioRecord& record, const std::vector<std::uint32_t>& chips,
                          bool with_bits = false) {
  Trials trials;
  const std::size_t B = bit_bytes(record.predictions());
  for (const std::uint32_t chip : chips) {
    std::mt19937_64 random(std::hash<std::string>()(record.sha256) + chip);
    std::normal_distribution<double> normal;
    trials.chip.push_back(chip);
    for (std::size_t t = 0; t < record.time_s.size(); ++t) {
      const double S = record.predictions();
      const double accuracy = std::clamp(0.9 + 0.01 * normal(random), 0.0, 1.0);
      const auto correct = static_cast<std::uint32_t>(std::lround(accuracy * S));
      trials.correct.push_back(correct);
      trials.rejected.push_back(chip % 7 == 3 && correct < record.predictions() ? 1 : 0);
      trials.loss_q24.push_back(std::llround((0.35 + 0.03 * normal(random)) * S * kLossScale));
      if (!with_bits) continue;
      std::vector<std::uint8_t> bits(B, 0);
      for (std::uint32_t s = 0; s < correct; ++s) bits[s / 8] |= std::uint8_t(1u << (s % 8));
      trials.correct_bits.insert(trials.correct_bits.end(), bits.begin(), bits.end());
    }
    for (int k = 0; k < 2 && !record.factors.empty(); ++k) trials.factor.push_back(normal(random));
  }
  return trials;
}

// Scenario 1 has factors, scenario 0 has none.
inline std::vector<ScenarioRecord> make_records() {
  return {make_record("mlp"), with_factors(make_record("lenet"))};
}

inline ResultFile make_result(const std::vector<std::uint32_t>& chips, bool with_bits = false) {
  ResultFile result{make_provenance(), {}};
  for (const ScenarioRecord& record : make_records()) {
    result.scenarios.push_back({record, make_trials(record, chips, with_bits)});
  }
  return result;
}

template <class Record>
void expect_same_attributes(const Record& a, const Record& b) {
  std::vector<std::string> texts;
  for_each_attribute(a, [&](const char*, const auto& v) { texts.push_back(fmt::format("{}", v)); });
  std::size_t i = 0;
  for_each_attribute(b, [&](const char* name, const auto& value) {
    EXPECT_EQ(texts[i++], fmt::format("{}", value)) << name;
  });
}

inline void expect_same_studies(const ResultFile& a, const ResultFile& b) {
  ASSERT_EQ(a.studies.size(), b.studies.size());
  for (std::size_t i = 0; i < a.studies.size(); ++i) {
    EXPECT_EQ(a.studies[i].name, b.studies[i].name);
    EXPECT_EQ(a.studies[i].json, b.studies[i].json);
  }
}

// Compares everything, one expectation per attribute, so that a failure names it.
inline void expect_equal(const ResultFile& a, const ResultFile& b) {
  expect_same_attributes(a.provenance, b.provenance);
  expect_same_studies(a, b);
  ASSERT_EQ(a.scenarios.size(), b.scenarios.size());
  for (std::size_t i = 0; i < a.scenarios.size(); ++i) {
    expect_same_attributes(a.scenarios[i].record, b.scenarios[i].record);
    EXPECT_EQ(a.scenarios[i].record.time_s, b.scenarios[i].record.time_s);
    EXPECT_TRUE(a.scenarios[i].trials == b.scenarios[i].trials) << "scenario " << i;
  }
}

}  // namespace imcbench::testing
