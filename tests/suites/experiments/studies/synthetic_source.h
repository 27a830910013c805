// SPDX-License-Identifier: Apache-2.0
// Trials from a closed form: what a study asks for and what it makes of the answers, without a
// simulation. Chips have addressed normals of their own, the same in every scenario.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/check.h"
#include "kernels/core/random.h"
#include "suites/experiments/trial_source.h"

namespace imcbench::test {

// A standard normal of a chip; `which` tells several apart.
inline double chip_normal(std::uint32_t seed, std::uint32_t chip, std::uint32_t which) {
  return static_cast<double>(normal_of(draw_word({{seed, 0x73796e74u}, chip}, which)));
}

// The value of a setting of a point, or a fallback.
inline double setting_of(const ScenarioPoint& point, const std::string& name, double fallback) {
  for (const Setting& setting : point.settings) {
    if (setting.name == name) return std::stod(setting.value);
  }
  return fallback;
}

inline bool is_off(const ScenarioPoint& point, const std::string& stage) {
  for (const Setting& setting : point.settings) {
    if (setting.name == stage + ".enabled") return setting.value == "false";
  }
  return false;
}

class SyntheticSource final : public TrialSource {
 public:
  static constexpr std::uint32_t kSamples = 10'000'000;  // rounding is out of sight
  using Accuracy = std::function<double(const ScenarioPoint&, std::uint32_t chip)>;

  SyntheticSource(Accuracy accuracy, std::vector<double> times_s, double fp = 0.9,
                  double chance = 0.1)
      : accuracy_(std::move(accuracy)), times_s_(std::move(times_s)), fp_(fp), chance_(chance) {}

  std::size_t scenario(const ScenarioPoint& point) override {
    const std::string key =
        point.model + "\n" + point.optimization + "\n" + settings_text(point.settings);
    const auto [found, made] = index_.try_emplace(key, points_.size());
    if (made) add(point, key);
    return found->second;
  }
  const ScenarioRecord& record(std::size_t scenario) const override { return records_[scenario]; }
  bool ensure(std::span<const TrialRequest> requests) override {
    if (rounds_left == 0) return false;
    --rounds_left;
    for (const TrialRequest& request : requests) {
      log.push_back({records_[request.scenario].canonical_text, request.chips});
      for (const std::uint32_t chip : request.chips) done_[{request.scenario, chip}] = true;
    }
    return true;
  }
  // Only what was ensured.
  Trials trials(std::size_t scenario, std::span<const std::uint32_t> chips) const override {
    Trials trials;
    for (const std::uint32_t chip : chips) {
      IMC_EXPECT(done_.contains({scenario, chip}));
      trials.chip.push_back(chip);
      const double accuracy = std::clamp(accuracy_(points_[scenario], chip), 0.0, 1.0);
      for (std::size_t t = 0; t < times_s_.size(); ++t) {
        // Other times than the last are far off: a study that reads them fails.
        const double shown = t + 1 == times_s_.size() ? accuracy : 0.05;
        trials.correct.push_back(static_cast<std::uint32_t>(std::lround(shown * kSamples)));
      }
    }
    return trials;
  }
  void set_stopping(std::size_t scenario, const std::string& rule, const std::string&) override {
    records_[scenario].stopping_rule = rule;
  }

  struct Request {
    std::string scenario;
    std::vector<std::uint32_t> chips;
    bool operator==(const Request&) const = default;
  };
  std::vector<Request> log;
  int rounds_left = 1'000'000;  // until Ctrl-C

 private:
  void add(const ScenarioPoint& point, const std::string& key) {
    points_.push_back(point);
    ScenarioRecord record;
    record.model = point.model;
    record.optimization = point.optimization;
    record.settings = settings_text(point.settings);
    record.study = point.study;
    record.canonical_text = key;
    record.sha256 = "sha of " + key;
    record.samples = kSamples;
    record.fp_correct = static_cast<std::uint32_t>(std::lround(fp_ * kSamples));
    record.chance_accuracy = chance_;
    record.time_s = times_s_;
    records_.push_back(record);
  }

  Accuracy accuracy_;
  std::vector<double> times_s_;
  double fp_, chance_;
  std::map<std::string, std::size_t> index_;
  std::vector<ScenarioPoint> points_;
  std::vector<ScenarioRecord> records_;
  std::map<std::pair<std::size_t, std::uint32_t>, bool> done_;
};

}  // namespace imcbench::test
