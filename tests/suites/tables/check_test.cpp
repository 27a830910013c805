// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/check.h"

#include <limits>

#include "suites/tables/print.h"
#include "tests/suites/report/scenarios.h"

namespace imcbench::testing {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TableTarget target_at(double value, double tolerance) {
  TableTarget target;
  target.place = "t.toml:9:1";
  target.model = "mlp";
  target.optimization = "x";
  target.figure = "accuracy";
  target.time_s = 86400;
  target.value = value;
  target.tolerance = tolerance;
  target.source = "a test";
  target.tag = "ours";
  return target;
}

TableFile table_of(std::vector<TableTarget> targets) {
  TableFile table;
  table.name = "t";
  table.title = "A table";
  table.figure = "accuracy";
  table.targets = std::move(targets);
  return table;
}

TEST(TableCheck, WithinMeetsOutsideMissesAcrossIsOpen) {
  const Estimate e{0.90, 0.89, 0.91};
  EXPECT_EQ(judge(e, 0.90, 0.01), TargetVerdict::met);
  EXPECT_EQ(judge(e, 0.95, 0.03), TargetVerdict::missed);
  EXPECT_EQ(judge(e, 0.85, 0.03), TargetVerdict::missed);
  EXPECT_EQ(judge(e, 0.90, 0.005), TargetVerdict::not_enough_chips);
  EXPECT_EQ(judge(e, 0.92, 0.02), TargetVerdict::not_enough_chips);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(judge({0.9, nan, nan}, 0.90, 0.5), TargetVerdict::not_enough_chips);
  EXPECT_EQ(judge({nan, 0.3, kInfinity}, 0.1, 0.1), TargetVerdict::missed);
  EXPECT_EQ(judge({nan, 0.3, kInfinity}, 0.4, 0.2), TargetVerdict::not_enough_chips);
}

TEST(TableCheck, OneMissDecidesThenOneOpenThenAllAreMet) {
  const ResultFile result = result_with({scenario_with("x", alternating(100, 900))});
  const auto verdict = [&](std::vector<TableTarget> targets) {
    return overall(judge_targets(table_of(std::move(targets)), result));
  };
  const TableTarget met = target_at(0.9, 0.01), open = target_at(0.9, 0.0001),
                    missed = target_at(0.8, 0.01);
  EXPECT_EQ(verdict({met, met}), TargetVerdict::met);
  EXPECT_EQ(verdict({met, open}), TargetVerdict::not_enough_chips);
  EXPECT_EQ(verdict({open, missed, met}), TargetVerdict::missed);
}

TEST(TableCheck, ATargetNoCellAnswersIsRefused) {
  const ResultFile result = result_with({scenario_with("x", alternating(100, 900))});
  TableTarget target = target_at(0.9, 0.01);
  target.settings = "adc.steps = 62";
  const TableFile table = table_of({target});
  expect_input_error([&] { judge_targets(table, result); },
                     {"t.toml:9:1", "no accuracy of mlp / x", "adc.steps = 62"});
}

TEST(TableCheck, TheSuiteMustHaveModelOptimizationAndTime) {
  Suite suite;
  suite.path = "s.toml";
  suite.models = {"mlp"};
  suite.optimizations = {"x"};
  suite.times_s = {86400};
  check_targets(table_of({target_at(0.9, 0.1)}), suite);
  const auto refuse = [&](const std::function<void(TableTarget&)>& change, const char* text) {
    TableTarget target = target_at(0.9, 0.1);
    change(target);
    const TableFile table = table_of({target});
    expect_input_error([&] { check_targets(table, suite); }, {"t.toml:9:1: s.toml has no", text});
  };
  refuse([](auto& t) { t.model = "mpl"; }, "did you mean 'mlp'?");
  refuse([](auto& t) { t.optimization = "y"; }, "optimization 'y'");
  refuse([](auto& t) { t.time_s = 3600; }, "time_s = 3600; it has 86400");
}

TEST(TableCheck, TolerancesComeFromTheStudy) {
  ResultFile result = result_with({scenario_with("x", alternating(100, 900))});
  result.studies = {{"tolerance", R"({"rows": [
    {"model": "mlp", "optimization": "x", "parameter": "output_noise.sigma", "direction": "rising",
     "verdict": "found", "from": 0.01, "to": 1, "tolerance": 0.05, "low": 0.04, "high": 0.06},
    {"model": "mlp", "optimization": "x", "parameter": "adc.steps", "direction": "falling",
     "verdict": "beyond_range", "from": 1000, "to": 8, "tolerance": null, "low": null,
     "high": null}]})"}};
  const std::vector<TableCell> cells = find_table_figure("tolerance").cells(result);
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[0].parameter, "output_noise.sigma");
  EXPECT_EQ(cells[0].estimate.low, 0.04);
  EXPECT_EQ(cells[1].estimate.high, 8.0);  // fewer than 8 steps, how few was not searched
  EXPECT_EQ(cells[1].estimate.low, -kInfinity);
}

TEST(TablePrint, RowsAreScenariosColumnsAreTimesWithTargetsBelow) {
  const ResultFile result = result_with({scenario_with("x", alternating(100, 900))});
  const TableFile table = table_of({target_at(0.905, 0.01)});
  const std::string text = table_text(table, result, judge_targets(table, result));
  expect_contains(text, "1 day");
  expect_contains(text, "mlp / x  90.00 [89.84, 90.16]");
  expect_contains(text, "90.5 +- 1  pass     a test (ours)");
}

}  // namespace
}  // namespace imcbench::testing
