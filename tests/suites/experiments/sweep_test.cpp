// SPDX-License-Identifier: Apache-2.0
// The scenarios of axes, against lists written by hand.
#include "suites/experiments/sweep.h"

#include <gtest/gtest.h>

#include "suites/experiments/point.h"
#include "tests/suites/experiments/suite_file.h"

namespace imcbench {
namespace {

using test::SuiteFolder;
using Lines = std::vector<std::string>;

// "model optimization: a = 1, b = 2"
std::string line_of(const ScenarioPoint& point) {
  std::string text = point.model + " " + point.optimization;
  for (const Setting& setting : point.settings) {
    text +=
        (&setting == &point.settings.front() ? ": " : ", ") + setting.name + " = " + setting.value;
  }
  return text;
}

Lines lines_of(const Suite& suite) {
  Lines lines;
  for (const ScenarioPoint& point : sweep_points(suite)) {
    lines.push_back(line_of(point));
    EXPECT_EQ(point.study, "sweep");
    EXPECT_TRUE(point.variation.empty());
  }
  return lines;
}

Suite small_suite() { return SuiteFolder().read(""); }

SweepAxis axis(std::string parameter, std::vector<std::string> values, std::string zip = "") {
  return {std::move(parameter), std::move(values), std::move(zip)};
}

TEST(Sweep, without_axes_is_every_model_with_every_optimization) {
  Suite suite = small_suite();
  suite.models = {"a", "b"};
  suite.optimizations = {"direct", "clip_weights"};
  EXPECT_EQ(lines_of(suite), (Lines{"a direct", "a clip_weights", "b direct", "b clip_weights"}));
}

TEST(Sweep, a_grid_is_every_combination_the_last_axis_fastest) {
  Suite suite = small_suite();
  suite.models = {"a", "b"};
  suite.sweep.axes = {axis("output_noise.sigma", {"0", "0.1"}),
                      axis("adc.steps", {"14", "30", "62"})};
  const Lines points = lines_of(suite);
  ASSERT_EQ(points.size(), 12u);
  EXPECT_EQ(points[0], "a direct: output_noise.sigma = 0, adc.steps = 14");
  EXPECT_EQ(points[1], "a direct: output_noise.sigma = 0, adc.steps = 30");
  EXPECT_EQ(points[3], "a direct: output_noise.sigma = 0.1, adc.steps = 14");
  EXPECT_EQ(points[11], "b direct: output_noise.sigma = 0.1, adc.steps = 62");
}

TEST(Sweep, one_at_a_time_is_the_base_then_each_axis_alone) {
  Suite suite = small_suite();
  suite.sweep.mode = SweepMode::one_at_a_time;
  suite.sweep.axes = {axis("output_noise.sigma", {"0", "0.1"}), axis("adc.steps", {"14"}),
                      axis("ir_drop.enabled", {"false"})};
  EXPECT_EQ(
      lines_of(suite),
      (Lines{"lenet-mnist direct", "lenet-mnist direct: output_noise.sigma = 0",
             "lenet-mnist direct: output_noise.sigma = 0.1", "lenet-mnist direct: adc.steps = 14",
             "lenet-mnist direct: ir_drop.enabled = false"}));
}

TEST(Sweep, zipped_axes_move_together_wherever_they_stand) {
  Suite suite = small_suite();
  suite.sweep.axes = {axis("output_noise.sigma", {"0", "0.1"}, "z"),
                      axis("dac.steps", {"14", "30"}), axis("adc.steps", {"62", "126"}, "z")};
  EXPECT_EQ(
      lines_of(suite),
      (Lines{"lenet-mnist direct: output_noise.sigma = 0, adc.steps = 62, dac.steps = 14",
             "lenet-mnist direct: output_noise.sigma = 0, adc.steps = 62, dac.steps = 30",
             "lenet-mnist direct: output_noise.sigma = 0.1, adc.steps = 126, dac.steps = 14",
             "lenet-mnist direct: output_noise.sigma = 0.1, adc.steps = 126, dac.steps = 30"}));
}

TEST(Sweep, axes_of_the_network_replace_what_the_suite_has) {
  Suite suite = small_suite();
  suite.models = {"a", "b"};
  suite.sweep.axes = {axis("model", {"c", "d"}, "z"), axis("samples", {"2", "3"}, "z"),
                      axis("optimization", {"direct", "clip_weights"})};
  EXPECT_EQ(lines_of(suite), (Lines{"c direct: samples = 2", "c clip_weights: samples = 2",
                                    "d direct: samples = 3", "d clip_weights: samples = 3"}));
}

TEST(Sweep, parameters_of_an_optimization_concern_only_that_one) {
  Suite suite = small_suite();
  suite.optimizations = {"direct", "clip_weights"};
  suite.sweep.axes = {axis("clip_weights.alpha", {"2", "3"})};
  EXPECT_EQ(lines_of(suite),
            (Lines{"lenet-mnist direct", "lenet-mnist clip_weights: clip_weights.alpha = 2",
                   "lenet-mnist clip_weights: clip_weights.alpha = 3"}));
}

TEST(Sweep, parameters_of_a_stage_that_is_off_there_make_no_points) {
  Suite suite = small_suite();
  suite.sweep.axes = {axis("output_noise.enabled", {"false", "true"}),
                      axis("output_noise.sigma", {"0.1", "0.2"})};
  EXPECT_EQ(lines_of(suite),
            (Lines{"lenet-mnist direct: output_noise.enabled = false",
                   "lenet-mnist direct: output_noise.enabled = true, output_noise.sigma = 0.1",
                   "lenet-mnist direct: output_noise.enabled = true, output_noise.sigma = 0.2"}));
}

// The standard crossbar has output_noise.sigma = 0.04.
TEST(Sweep, what_simulates_the_same_is_there_once_the_first_stays) {
  Suite suite = small_suite();
  suite.sweep.mode = SweepMode::one_at_a_time;
  suite.sweep.axes = {axis("output_noise.sigma", {"0.04", "0.08"}), axis("samples", {"4", "5"}),
                      axis("output_noise.enabled", {"true"})};
  EXPECT_EQ(lines_of(suite),
            (Lines{"lenet-mnist direct", "lenet-mnist direct: output_noise.sigma = 0.08",
                   "lenet-mnist direct: samples = 5"}));
}

TEST(Sweep, a_combination_that_does_not_fit_is_named) {
  Suite suite = small_suite();
  suite.sweep.place = "s.toml:9:1";
  suite.sweep.axes = {axis("mapping.g_min_uS", {"0", "5"}), axis("mapping.g_max_uS", {"25", "5"})};
  EXPECT_EQ(test::input_error_of([&] { sweep_points(suite); }),
            "s.toml:9:1: at mapping.g_min_uS = 5, mapping.g_max_uS = 5: mapping.g_min_uS = 5 must "
            "be below mapping.g_max_uS = 5 by at least 4 %");
}

TEST(Sweep, more_than_a_million_scenarios_are_refused) {
  Suite suite = small_suite();
  suite.sweep.place = "s.toml:9:1";
  std::vector<std::string> many;
  for (int i = 0; i < 1001; ++i) many.push_back(std::to_string(i));
  suite.sweep.axes = {axis("output_noise.sigma", many), axis("input_noise.sigma", many)};
  EXPECT_EQ(test::input_error_of([&] { sweep_points(suite); }),
            "s.toml:9:1: the sweep makes 1002001 scenarios; allowed: at most 1000000");
  for (const char* more : {"adc.steps", "dac.steps", "ir_drop.scale", "pcm_drift.t0_s"}) {
    suite.sweep.axes.push_back(axis(more, many));  // more than 64 bits hold
  }
  test::expect_contains(test::input_error_of([&] { sweep_points(suite); }), "at most 1000000");
}

}  // namespace
}  // namespace imcbench
