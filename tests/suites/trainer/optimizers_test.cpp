// SPDX-License-Identifier: Apache-2.0
// Updates against values computed by hand from the formulas in the headers.
#include <gtest/gtest.h>

#include <cmath>

#include "suites/trainer/optimizers/list.h"
#include "suites/trainer/schedules/list.h"

namespace imcbench {
namespace {

ParamValues values_of(std::span<const ParamInfo> infos,
                      std::initializer_list<std::pair<const char*, double>> settings) {
  ParamValues values = ParamValues::defaults(infos);
  for (const auto& [name, value] : settings) values.set(name, value);
  return values;
}

// One parameter, w = 1, and the states of an optimizer.
struct OneParameter {
  float w = 1.0f, states[2] = {0.0f, 0.0f};
  template <class Kind>
  float step(Kind& optimizer, float gradient, float rate, bool decays) {
    optimizer.begin_step();
    optimizer.update({&w, &gradient, {&states[0], &states[1]}, 1, rate, decays});
    return w;
  }
};

TEST(Sgd, TwoStepsByHand) {
  Sgd sgd = Sgd::bind(values_of(Sgd::params, {{"momentum", 0.9}, {"weight_decay", 0.1}}));
  OneParameter p;
  // g = 0.5 + 0.1 * 1 = 0.6;        v = 0.6;                     w = 1 - 0.1 * 0.6 = 0.94
  EXPECT_NEAR(p.step(sgd, 0.5f, 0.1f, true), 0.94, 1e-7);
  // g = -0.2 + 0.1 * 0.94 = -0.106; v = 0.9 * 0.6 - 0.106 = 0.434; w = 0.94 - 0.05 * 0.434 = 0.9183
  EXPECT_NEAR(p.step(sgd, -0.2f, 0.05f, true), 0.9183, 1e-7);
}

TEST(Adam, TwoStepsByHand) {
  Adam adam = Adam::bind(values_of(Adam::params, {{"weight_decay", 0.2}}));
  OneParameter p;
  // w = 1 - 0.1 * 0.2 * 1 = 0.98; m = 0.05; v = 0.00025; m^ = 0.05 / 0.1 = 0.5;
  // v^ = 0.00025 / 0.001 = 0.25; w = 0.98 - 0.1 * 0.5 / (0.5 + 1e-8) = 0.88
  EXPECT_NEAR(p.step(adam, 0.5f, 0.1f, true), 0.88, 1e-6);
  // w = 0.88 * 0.98 = 0.8624; m = 0.9 * 0.05 + 0.1 * -0.25 = 0.02;
  // v = 0.999 * 0.00025 + 0.001 * 0.0625 = 0.00031225; m^ = 0.02 / 0.19 = 0.1052632;
  // v^ = 0.00031225 / 0.001999 = 0.1562031; w = 0.8624 - 0.1 * 0.1052632 / 0.3952254 = 0.8357663
  EXPECT_NEAR(p.step(adam, -0.25f, 0.1f, true), 0.8357663, 2e-6);
}

TEST(Optimizers, DecayWeightsAndNotBiases) {
  for (const OptimizerRecord& record : optimizer_records()) {
    ParamValues values = ParamValues::defaults(record.params);
    values.set("weight_decay", 0.5);
    for (const bool decays : {true, false}) {
      Optimizer optimizer = record.bind(values);
      OneParameter p;
      const float w = std::visit([&](auto& o) { return p.step(o, 0.0f, 0.1f, decays); }, optimizer);
      EXPECT_EQ(w < 1.0f, decays) << record.kind;
    }
  }
}

// f(w) = (w - 3)^2 / 2 from w = 1.
TEST(Optimizers, FindTheMinimumOfAParabola) {
  for (const OptimizerRecord& record : optimizer_records()) {
    ParamValues values = ParamValues::defaults(record.params);
    values.set("weight_decay", 0.0);
    Optimizer optimizer = record.bind(values);
    OneParameter p;
    for (int i = 0; i < 2000; ++i) {
      std::visit([&](auto& o) { p.step(o, p.w - 3.0f, 0.01f, true); }, optimizer);
    }
    EXPECT_NEAR(p.w, 3.0f, 1e-3) << record.kind;
  }
}

TEST(Optimizers, ZeroStaysZero) {  // the padding of weight panels
  for (const OptimizerRecord& record : optimizer_records()) {
    Optimizer optimizer = record.bind(ParamValues::defaults(record.params));
    OneParameter p;
    p.w = 0.0f;
    std::visit([&](auto& o) { EXPECT_EQ(p.step(o, 0.0f, 0.1f, true), 0.0f); }, optimizer);
  }
}

TEST(Optimizers, DeclareRateAndDefaultsInRange) {
  for (const OptimizerRecord& record : optimizer_records()) {
    EXPECT_GT(ParamValues::defaults(record.params)["rate"], 0.0) << record.kind;
    for (const ParamInfo& info : record.params) check_range(info, info.default_value, record.kind);
    EXPECT_LE(record.states, 2u);
  }
}

TEST(Schedules, CosPiEqualsTheLibrary) {
  for (int i = 0; i <= 1000; ++i) {
    const double x = i / 1000.0;
    EXPECT_NEAR(cos_pi(x), std::cos(x * 3.14159265358979323846), 2e-15) << x;
  }
}

TEST(Schedules, CosineWarmsUpAndFallsToTheFinalShare) {
  const Cosine s = Cosine::bind(values_of(Cosine::params,
                                          {{"warmup_epochs", 2.0}, {"final_share", 0.1}}));
  EXPECT_EQ(s.factor({0.0, 12.0}), 0.0);
  EXPECT_EQ(s.factor({0.5, 12.0}), 0.25);
  EXPECT_EQ(s.factor({2.0, 12.0}), 1.0);
  EXPECT_NEAR(s.factor({7.0, 12.0}), 0.55, 1e-15);   // half way: 0.1 + 0.9 * 0.5
  EXPECT_NEAR(s.factor({12.0, 12.0}), 0.1, 1e-15);
}

TEST(Schedules, StepFallsAfterWholeEpochs) {
  const Step s = Step::bind(values_of(Step::params, {{"every_epochs", 3.0}, {"factor", 0.5}}));
  EXPECT_EQ(s.factor({0.0, 9.0}), 1.0);
  EXPECT_EQ(s.factor({2.99, 9.0}), 1.0);
  EXPECT_EQ(s.factor({3.0, 9.0}), 0.5);
  EXPECT_EQ(s.factor({8.5, 9.0}), 0.25);
}

TEST(Schedules, PlateauFallsWhenTheLossDoesNot) {
  const Plateau plateau{2.0, 0.5, 0.0};
  const std::vector<double> losses = {3.0, 2.0, 2.5, 2.0, 1.9, 1.95, 1.9, 2.0, 1.91};
  // Two no better than 2.0: a fall. 1.9 is better; then two and two more that are not.
  const std::vector<double> expected = {1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125};
  for (std::size_t n = 0; n <= losses.size(); ++n) {
    const SchedulePoint point{static_cast<double>(n), 20.0, std::span(losses).first(n)};
    EXPECT_EQ(plateau.factor(point), expected[n]) << n;
  }
}

TEST(Schedules, StayBetweenZeroAndOne) {
  for (const ScheduleRecord& record : schedule_records()) {
    const Schedule schedule = record.bind(ParamValues::defaults(record.params));
    for (int i = 0; i <= 200; ++i) {
      const double factor = rate_factor(schedule, {i * 0.1, 20.0});
      EXPECT_GE(factor, 0.0) << record.kind;
      EXPECT_LE(factor, 1.0) << record.kind;
    }
  }
}

}  // namespace
}  // namespace imcbench
