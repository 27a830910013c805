// SPDX-License-Identifier: Apache-2.0
// A TrialSource whose accuracies are a closed form of the factors' normals and of the chip number:
// it shares the addressed draws with the program, and nothing else.
#pragma once

#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "kernels/core/check.h"
#include "kernels/core/random.h"
#include "suites/experiments/studies/study.h"
#include "suites/experiments/trial_source.h"
#include "tests/suites/experiments/factor_file.h"

namespace imcbench::test {

// Accuracy at the second time; at the first, all samples are correct.
struct SyntheticChip {
  std::vector<double> z;  // [factors]
  double own;             // standard normal of the chip itself
};
using Accuracy = std::function<double(const ScenarioPoint&, const SyntheticChip&)>;

class SyntheticSource final : public TrialSource {
 public:
  SyntheticSource(const Suite& suite, Accuracy accuracy)
      : suite_(suite), accuracy_(std::move(accuracy)) {}

  std::size_t scenario(const ScenarioPoint& point) override {
    const std::string key = point.model + "/" + point.optimization + "/" +
                            settings_text(point.settings) + point.variation.text();
    const auto [found, is_new] = index_.emplace(key, points_.size());
    if (is_new) {
      points_.push_back(point);
      done_.emplace_back();
      records_.push_back(make_record(point));
    }
    return found->second;
  }
  const ScenarioRecord& record(std::size_t scenario) const override {
    return records_.at(scenario);
  }
  bool ensure(std::span<const TrialRequest> requests) override {
    if (ensures_left == 0) return false;
    --ensures_left;
    for (const TrialRequest& r : requests)
      done_.at(r.scenario).insert(r.chips.begin(), r.chips.end());
    return true;
  }
  Trials trials(std::size_t scenario, std::span<const std::uint32_t> chips) const override {
    Trials trials;
    for (const std::uint32_t chip : chips) {
      IMC_EXPECT(done_.at(scenario).contains(chip));
      trials.chip.push_back(chip);
      trials.correct.push_back(suite_.samples);
      trials.correct.push_back(correct_of(points_.at(scenario), chip));
    }
    return trials;
  }
  void set_stopping(std::size_t scenario, const std::string& rule,
                    const std::string& reason) override {
    records_.at(scenario).stopping_rule = rule;
    records_.at(scenario).stopping_reason = reason;
  }

  std::size_t scenarios() const { return points_.size(); }
  std::uint64_t chips() const {
    std::uint64_t sum = 0;
    for (const auto& chips : done_) sum += chips.size();
    return sum;
  }
  const std::set<std::uint32_t>& done(std::size_t scenario) const { return done_.at(scenario); }
  int ensures_left = 1'000'000;  // then it is "interrupted"

 private:
  ScenarioRecord make_record(const ScenarioPoint& point) const {
    ScenarioRecord record;
    record.model = point.model;
    record.optimization = point.optimization;
    record.study = point.study;
    record.factors = point.variation.text();
    record.samples = suite_.samples;
    record.time_s = suite_.times_s;
    return record;
  }
  std::uint32_t correct_of(const ScenarioPoint& point, std::uint32_t chip) const {
    SyntheticChip it;
    it.z = factor_normals(point.variation, suite_.seed, chip);
    it.own = normal_of(draw_word({{0x73796eu, 0x7468u}, chip}, 0));
    const double x = std::min(1.0, std::max(0.0, accuracy_(point, it)));
    return static_cast<std::uint32_t>(std::lround(x * suite_.samples));
  }

  const Suite suite_;
  const Accuracy accuracy_;
  std::map<std::string, std::size_t> index_;
  std::vector<ScenarioPoint> points_;
  std::vector<ScenarioRecord> records_;
  std::vector<std::set<std::uint32_t>> done_;
};

// The study that a table says.
inline std::unique_ptr<const Study> parse_study(const StudyRecord& study, const std::string& text) {
  std::unique_ptr<const Study> parsed;
  with_table(text, study.name,
             [&](TomlTable table) { parsed = study.parse(table, two_model_suite()); });
  return parsed;
}

inline std::string study_refusal(const StudyRecord& study, const std::string& text) {
  return complaint(text, study.name,
                   [&](TomlTable table) { study.parse(table, two_model_suite()); });
}

}  // namespace imcbench::test
