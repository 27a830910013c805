// SPDX-License-Identifier: Apache-2.0
// A TrialSource without a simulator: a chip's accuracy is a normal of known mean and spread at an
// address of its own, the same at every time. It remembers what it was asked for.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kernels/core/random.h"
#include "kernels/core/stream.h"
#include "suites/experiments/trial_source.h"

namespace imcbench::test {

class CoinSource final : public TrialSource {
 public:
  CoinSource(double mean, double std, std::vector<double> times_s)
      : mean_(mean), std_(std), times_s_(std::move(times_s)) {}

  std::size_t scenario(const ScenarioPoint& point) override {
    const std::string name = point.model + "\n" + settings_text(point.settings);
    const auto [at, is_new] = index_.try_emplace(name, records_.size());
    if (is_new) {
      ScenarioRecord record;
      record.model = point.model;
      record.samples = 1000;
      record.fp_correct = 950;
      record.chance_accuracy = 0.1;
      record.time_s = times_s_;
      record.settings = settings_text(point.settings);
      record.study = point.study;
      records_.push_back(record);
      done.emplace_back();
    }
    return at->second;
  }
  const ScenarioRecord& record(std::size_t scenario) const override {
    return records_.at(scenario);
  }
  bool ensure(std::span<const TrialRequest> requests) override {
    if (interrupt_after > 0 && ++rounds > interrupt_after) return false;
    for (const TrialRequest& r : requests) done[r.scenario].insert(r.chips.begin(), r.chips.end());
    return true;
  }
  Trials trials(std::size_t scenario, std::span<const std::uint32_t> chips) const override {
    Trials trials;
    const std::size_t times = times_s_.size();
    for (const std::uint32_t chip : chips) {
      EXPECT_TRUE(done[scenario].contains(chip)) << "trials that were never asked for";
      const DrawAddress at{stream_key(scenario, "coin"), chip, 0, 0};
      const double healthy = mean_ + std_ * normal_of(draw_word(at, 0));
      const double accuracy = dead.contains(chip) ? 0.1 : healthy;
      const auto correct =
          static_cast<std::uint32_t>(std::lround(1000 * std::clamp(accuracy, 0.0, 1.0)));
      trials.chip.push_back(chip);
      trials.correct.insert(trials.correct.end(), times, correct);
      trials.rejected.insert(trials.rejected.end(), times, 0);
      trials.loss_q24.insert(trials.loss_q24.end(), times, 0);
      for (std::size_t i = 0; i < times * 125; ++i) {
        trials.correct_bits.push_back(i % 125 * 8 < correct ? 0xff : 0);
      }
    }
    return trials;
  }
  void set_stopping(std::size_t scenario, const std::string& rule,
                    const std::string& reason) override {
    rules[scenario] = rule;
    reasons[scenario] = reason;
  }

  std::vector<std::set<std::uint32_t>> done;  // by scenario
  std::map<std::size_t, std::string> rules, reasons;
  std::set<std::uint32_t> dead;  // chips that guess
  int interrupt_after = 0, rounds = 0;

 private:
  double mean_, std_;
  std::vector<double> times_s_;
  std::map<std::string, std::size_t> index_;
  std::vector<ScenarioRecord> records_;
};

}  // namespace imcbench::test
