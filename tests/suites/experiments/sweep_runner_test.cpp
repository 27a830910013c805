// SPDX-License-Identifier: Apache-2.0
// Stopping rules at work: where a sweep stops, what it says, and that it never asks for more.
#include "suites/experiments/sweep_runner.h"

#include <gtest/gtest.h>

#include "suites/experiments/pilot.h"
#include "suites/experiments/stopping/fixed_chips.h"
#include "suites/experiments/stopping/half_width.h"
#include "suites/experiments/stopping/time_budget.h"
#include "tests/suites/experiments/coin_source.h"

namespace imcbench {

namespace {

using test::CoinSource;

Suite suite_with(std::shared_ptr<const StoppingRule> rule, std::uint32_t chips) {
  Suite suite;
  suite.chips = chips;
  suite.samples = 1000;
  suite.times_s = {1.0, 3600.0};
  suite.stopping.rule = std::move(rule);
  return suite;
}

std::vector<ScenarioPoint> points(std::initializer_list<const char*> models) {
  std::vector<ScenarioPoint> out;
  for (const char* model : models) out.push_back({model, "direct", {}, {}});
  return out;
}

bool run(const Suite& suite, const std::vector<ScenarioPoint>& points, CoinSource& source) {
  return run_sweep(suite, points, {0, suite.chips}, source);
}

auto half_width(double h) {
  return std::make_shared<HalfWidth>(h, 0.95, SequenceKind::normal_mixture);
}

TEST(GrowingLooks, rise_in_whole_vectors_to_the_cap) {
  const std::vector<std::uint32_t> looks = growing_looks(1000);
  EXPECT_EQ(looks.front(), 32u);
  EXPECT_EQ(looks.back(), 1000u);
  for (std::size_t i = 1; i < looks.size(); ++i) {
    EXPECT_GT(looks[i], looks[i - 1]);
    if (i + 1 < looks.size()) {
      EXPECT_EQ(looks[i] % 16, 0u);
      EXPECT_LE(looks[i], looks[i - 1] * 1.9);
    }
  }
  EXPECT_EQ(growing_looks(20), std::vector<std::uint32_t>{20});
}

TEST(SweepRunner, a_fixed_number_is_that_number) {
  CoinSource source(0.9, 0.02, {1.0, 3600.0});
  ASSERT_TRUE(run(suite_with(std::make_shared<FixedChips>(), 50), points({"a", "b"}), source));
  EXPECT_EQ(source.done[0].size(), 50u);
  EXPECT_EQ(source.done[1].size(), 50u);
  EXPECT_EQ(source.reasons[0], "all planned chips are there");
}

TEST(SweepRunner, a_half_width_stops_where_the_spread_allows) {
  CoinSource narrow(0.9, 0.005, {1.0, 3600.0}), wide(0.9, 0.02, {1.0, 3600.0});
  ASSERT_TRUE(run(suite_with(half_width(0.002), 5000), points({"a"}), narrow));
  ASSERT_TRUE(run(suite_with(half_width(0.002), 5000), points({"a"}), wide));
  EXPECT_LT(narrow.done[0].size(), wide.done[0].size());
  EXPECT_LT(wide.done[0].size(), 2000u);
  EXPECT_TRUE(narrow.reasons[0].starts_with("half-width 0.00")) << narrow.reasons[0];
  // No chip beyond the look at which it stopped.
  const auto looks = growing_looks(5000);
  EXPECT_TRUE(std::binary_search(looks.begin(), looks.end(), wide.done[0].size()));
}

TEST(SweepRunner, says_that_it_was_not_reached) {
  CoinSource source(0.9, 0.02, {1.0, 3600.0});
  ASSERT_TRUE(run(suite_with(half_width(0.0001), 100), points({"a"}), source));
  EXPECT_EQ(source.done[0].size(), 100u);
  EXPECT_TRUE(source.reasons[0].starts_with("not reached: half-width 0.0")) << source.reasons[0];
}

TEST(SweepRunner, a_dead_chip_makes_the_normal_sequence_doubtful) {
  CoinSource source(0.9, 0.001, {1.0, 3600.0});
  source.dead = {7};
  ASSERT_TRUE(run(suite_with(half_width(0.2), 32), points({"a"}), source));
  // One of n far below the others: skewness -(n - 2) / sqrt(n - 1) = -5.4.
  EXPECT_TRUE(source.reasons[0].ends_with(
      "after 32 chips, but accuracies are far from normal (skewness -5.4): "
      "sequence = \"betting\" holds for any law"))
      << source.reasons[0];
  ASSERT_TRUE(run(suite_with(half_width(0.001), 32), points({"a"}), source));
  EXPECT_TRUE(source.reasons[0].starts_with("not reached: ")) << source.reasons[0];
  EXPECT_NE(source.reasons[0].find("far from normal"), std::string::npos) << source.reasons[0];
}

TEST(SweepRunner, no_doubt_about_normal_chips_nor_about_betting) {
  CoinSource source(0.9, 0.02, {1.0, 3600.0});
  ASSERT_TRUE(run(suite_with(half_width(0.002), 5000), points({"a"}), source));
  EXPECT_EQ(source.reasons[0].find("but"), std::string::npos) << source.reasons[0];
  source.dead = {7};
  const auto betting = std::make_shared<HalfWidth>(0.2, 0.95, SequenceKind::betting);
  ASSERT_TRUE(run(suite_with(betting, 500), points({"a"}), source));
  EXPECT_EQ(source.reasons[0].find("but"), std::string::npos) << source.reasons[0];
}

TEST(SweepRunner, chips_that_do_not_differ_are_doubtful) {
  CoinSource source(0.9, 0.0, {1.0, 3600.0});
  ASSERT_TRUE(run(suite_with(half_width(0.01), 500), points({"a"}), source));
  EXPECT_NE(source.reasons[0].find(" after 32 chips, but all chips are alike"), std::string::npos)
      << source.reasons[0];
}

TEST(SweepRunner, the_cap_over_all_scenarios_holds) {
  CoinSource source(0.9, 0.02, {1.0, 3600.0});
  Suite suite = suite_with(half_width(0.0001), 1000);
  suite.stopping.max_total_chips = 100;
  ASSERT_TRUE(run(suite, points({"a", "b"}), source));
  EXPECT_LE(source.done[0].size() + source.done[1].size(), 100u);
  EXPECT_TRUE(source.reasons[0].starts_with("not reached: the cap")) << source.reasons[0];
  EXPECT_TRUE(source.reasons[1].starts_with("not reached: the cap")) << source.reasons[1];
}

TEST(SweepRunner, an_interruption_ends_it) {
  CoinSource source(0.9, 0.02, {1.0, 3600.0});
  source.interrupt_after = 2;
  EXPECT_FALSE(run(suite_with(half_width(0.0001), 1000), points({"a"}), source));
  EXPECT_TRUE(source.reasons.empty());
}

TEST(TimeBudget, stops_when_the_time_is_used_up_and_not_before) {
  const TimeBudget rule(60);
  Trials trials;
  trials.chip = chip_range(0, 32);
  EXPECT_FALSE(rule.reason_to_stop({}, trials, 59.9));
  EXPECT_EQ(rule.reason_to_stop({}, trials, 60.0).value(),
            "time budget of 60 s used up after 32 chips");
}

TEST(Pilot, chooses_from_chips_that_the_run_does_not_use) {
  CoinSource source(0.9, 0.02, {1.0, 3600.0});
  Suite suite = suite_with(std::make_shared<FixedChips>(), 10000);
  suite.keep_bits = true;
  suite.stopping.pilot = PilotSettings{.half_width = 0.003, .new_samples = false};
  const auto outcome = run_pilot(suite, points({"a"}), 1000, source);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->plan.reachable);
  EXPECT_LE(outcome->plan.predicted_half_width, 0.003);
  // sigma = 0.02: (1.96 * 0.02 / 0.003)^2 = 171 chips if the samples cost nothing.
  EXPECT_GT(outcome->plan.chips, 80u);
  EXPECT_LT(outcome->plan.chips, 600u);
  EXPECT_EQ(*source.done[0].begin(), kFirstPilotChip);
}

}  // namespace

}  // namespace imcbench
