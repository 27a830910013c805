// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/sample_plan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

constexpr double kZ95 = 1.959963984540054;  // st.norm.ppf(.975)

VarianceComponents components(double chip, double sample, double residual) {
  VarianceComponents v{};
  v.sigma2_chip = chip, v.sigma2_sample = sample, v.sigma2_residual = residual;
  return v;
}

double cheapest(const VarianceComponents& v, const SamplePlanRequest& r) {
  double best = std::numeric_limits<double>::infinity();
  for (std::uint32_t s = 2; s <= r.max_samples; ++s) {
    for (std::uint32_t c = 2; c <= r.max_chips; ++c) {
      const bool fresh = r.inference == SampleInference::new_samples;
      const double f = r.population ? 1.0 - s / static_cast<double>(r.population) : 1.0;
      const double variance =
          (v.sigma2_chip + v.sigma2_residual / s) / c + (fresh ? f * v.sigma2_sample / s : 0.0);
      if (kZ95 * std::sqrt(variance) > r.target_half_width * (1 + 1e-12)) continue;
      best = std::min(best, c * (r.cost_program_samples + s));
    }
  }
  return best;
}

TEST(SamplePlan, IsTheCheapestOfAllPlans) {
  int reachable = 0;
  for (std::uint32_t i = 0; i < 400; ++i) {
    const auto uniform = [&](std::uint32_t e) {
      return static_cast<double>(uniform_of(testing_draws::word(i, e)));
    };
    const VarianceComponents v =
        components(1e-3 * uniform(0), 0.1 * uniform(1) * (i % 5 > 0), 0.1 * uniform(2));
    SamplePlanRequest r;
    r.target_half_width = 0.005 + 0.1 * uniform(3);
    r.cost_program_samples = 200 * uniform(4);
    r.max_samples = 70, r.max_chips = 60;
    r.inference = i % 2 ? SampleInference::new_samples : SampleInference::these_samples;
    r.population = i % 3 ? 0 : 90;
    const SamplePlan plan = plan_samples(v, r);
    const double best = cheapest(v, r);
    EXPECT_EQ(plan.reachable, std::isfinite(best)) << i;
    if (!plan.reachable) continue;
    ++reachable;
    EXPECT_NEAR(plan.cost, best, 1e-9 * best) << i;
    EXPECT_LE(plan.predicted_half_width, r.target_half_width * (1 + 1e-12)) << i;
    EXPECT_NEAR(plan.cost, plan.chips * (r.cost_program_samples + plan.samples), 1e-9 * best);
  }
  EXPECT_GT(reachable, 100);
  EXPECT_LT(reachable, 390);
}

TEST(SamplePlan, AHalfWidthIsMetByThePlanThatHasIt) {
  const VarianceComponents v = components(1e-3, 0.02, 0.07);
  for (std::uint32_t chips = 3; chips < 200; ++chips) {
    for (const std::uint32_t samples : {2u, 3u, 7u, 10u}) {
      SamplePlanRequest r;
      r.target_half_width = kZ95 * std::sqrt((1e-3 + 0.07 / samples) / chips + 0.02 / samples);
      r.max_samples = samples, r.max_chips = 1000;
      const SamplePlan plan = plan_samples(v, r);
      ASSERT_TRUE(plan.reachable) << chips << " " << samples;
      EXPECT_LE(plan.cost, chips * samples) << chips << " " << samples;
    }
  }
}

TEST(SamplePlan, SaysWhenTheMaximumIsNotEnough) {
  SamplePlanRequest r;
  r.target_half_width = 0.01, r.max_samples = 1000, r.max_chips = 100;
  const VarianceComponents v = components(0.0, 0.1, 0.05);
  const SamplePlan plan = plan_samples(v, r);  // 1.96 sqrt(0.1 / 1000) = 0.0196, whatever the chips
  EXPECT_FALSE(plan.reachable);
  EXPECT_EQ(plan.samples, 1000u);
  EXPECT_EQ(plan.chips, 100u);
  EXPECT_NEAR(plan.predicted_half_width, kZ95 * std::sqrt(1e-4 + 0.05 / 1e5), 1e-12);
  r.inference = SampleInference::these_samples;
  EXPECT_TRUE(plan_samples(v, r).reachable);
}

// With endless bounds and no whole numbers, the least cost of "these samples" is at
// S = sqrt(P s2_residual / s2_chip): the textbook optimum of two-stage sampling.
TEST(SamplePlan, IsNearTheClosedFormForTheseSamples) {
  SamplePlanRequest r;
  r.target_half_width = 2e-4, r.max_samples = 10000, r.max_chips = 100000;
  r.cost_program_samples = 5000, r.inference = SampleInference::these_samples;
  const SamplePlan plan = plan_samples(components(1e-4, 0.0, 0.05), r);
  const double optimum = std::sqrt(5000 * 0.05 / 1e-4);  // 1581
  EXPECT_NEAR(plan.samples, optimum, 0.03 * optimum);
  const double variance = std::pow(r.target_half_width / kZ95, 2);
  EXPECT_NEAR(plan.cost, std::pow(std::sqrt(5000 * 1e-4) + std::sqrt(0.05), 2) / variance,
              1e-3 * plan.cost);
}

TEST(SamplePlan, NothingVariesIsReachedByTheLeast) {
  SamplePlanRequest r;
  r.target_half_width = 0.01, r.max_samples = 10, r.max_chips = 10;
  const SamplePlan plan = plan_samples(components(0, 0, 0), r);
  EXPECT_EQ(plan.samples, 2u);
  EXPECT_EQ(plan.chips, 2u);
  r.target_half_width = 0;
  EXPECT_THROW(plan_samples(components(0, 0, 0), r), std::logic_error);
}

}  // namespace
}  // namespace imcbench
