// SPDX-License-Identifier: Apache-2.0
// The [sweep] and [optimization.NAME] tables of suite files, and time as a range: what they mean,
// and what is said about mistakes. What is added to the suite starts on line 17.
#include "suites/experiments/sweep_file.h"

#include <gtest/gtest.h>

#include "suites/experiments/point.h"
#include "tests/suites/experiments/suite_file.h"

namespace imcbench {
namespace {

using test::expect_contains;
using test::SuiteFolder;
using Values = std::vector<std::string>;

std::string axis(const std::string& lines) { return "[[sweep.axis]]\n" + lines + "\n"; }

class SweepFile : public ::testing::Test {
 protected:
  // The values of the one axis of `lines`.
  Values values(const std::string& lines) {
    return folder.read("[sweep]\n" + axis(lines)).sweep.axes.at(0).values;
  }
  SuiteFolder folder;
};

TEST_F(SweepFile, is_a_grid_unless_told_otherwise) {
  const std::string one = axis("parameter = 'adc.steps'\nvalues = [30]");
  EXPECT_EQ(folder.read("[sweep]\n" + one).sweep.mode, SweepMode::grid);
  EXPECT_EQ(folder.read(one).sweep.mode, SweepMode::grid);
  EXPECT_EQ(folder.read("[sweep]\nmode = 'grid'\n" + one).sweep.mode, SweepMode::grid);
  EXPECT_EQ(folder.read("[sweep]\nmode = 'one_at_a_time'\n" + one).sweep.mode,
            SweepMode::one_at_a_time);
  EXPECT_TRUE(folder.read("").sweep.axes.empty());
}

TEST_F(SweepFile, values_become_their_shortest_text) {
  EXPECT_EQ(values("parameter = 'output_noise.sigma'\nvalues = [0, 0.020, 4e-2, 1.0, 1e-9]"),
            (Values{"0", "0.02", "0.04", "1", "1e-09"}));
  EXPECT_EQ(values("parameter = 'output_noise.enabled'\nvalues = [true, false]"),
            (Values{"true", "false"}));
  EXPECT_EQ(values("parameter = 'input_range.method'\nvalues = ['max', 'quantile']"),
            (Values{"max", "quantile"}));
  EXPECT_EQ(values("parameter = 'preset'\nvalues = ['standard', 'ideal']"),
            (Values{"standard", "ideal"}));
  EXPECT_EQ(values("parameter = 'samples'\nvalues = [2, 4]"), (Values{"2", "4"}));
  EXPECT_EQ(values("parameter = 'optimization'\nvalues = ['direct', 'clip_weights']"),
            (Values{"direct", "clip_weights"}));
}

TEST_F(SweepFile, ranges_become_values) {
  EXPECT_EQ(values("parameter = 'output_noise.sigma'\nlinear = [0, 0.3, 4]"),
            (Values{"0", "0.1", "0.2", "0.3"}));
  EXPECT_EQ(values("parameter = 'output_noise.sigma'\nlog10 = [1e-3, 1, 4]"),
            (Values{"0.001", "0.01", "0.1", "1"}));
}

TEST_F(SweepFile, whole_numbers_are_rounded_and_there_once) {
  EXPECT_EQ(values("parameter = 'adc.steps'\nlog2 = [2, 256, 8]"),
            (Values{"2", "4", "8", "16", "32", "64", "128", "256"}));
  EXPECT_EQ(values("parameter = 'adc.steps'\nlinear = [2, 4, 7]"), (Values{"2", "3", "4"}));
  EXPECT_EQ(values("parameter = 'samples'\nlog10 = [1, 100, 4]"), (Values{"1", "5", "22", "100"}));
}

TEST_F(SweepFile, keeps_zip_and_order) {
  const Suite suite = folder.read(axis("parameter = 'adc.steps'\nvalues = [30, 62]\nzip = 'a'") +
                                  axis("parameter = 'dac.steps'\nvalues = [62, 30]\nzip = 'a'"));
  ASSERT_EQ(suite.sweep.axes.size(), 2u);
  EXPECT_EQ(suite.sweep.axes[1].parameter, "dac.steps");
  EXPECT_EQ(suite.sweep.axes[1].zip, "a");
  EXPECT_EQ(sweep_points(suite).size(), 2u);
}

TEST_F(SweepFile, the_example_of_the_readme_makes_what_it_says) {
  const test::Bytes bytes = test::read_plain(IMCBENCH_SUITES "/README.md");
  const std::string page(bytes.begin(), bytes.end());
  const std::size_t first = page.find("```toml\n[sweep]") + 8;
  const std::string example = page.substr(first, page.find("```\n", first) - first);
  Suite suite = folder.read(example);
  EXPECT_EQ(suite.sweep.axes.at(1).values, (Values{"16", "32", "64", "128", "256"}));
  EXPECT_EQ(sweep_points(suite).size(), 15u);
  suite.sweep.mode = SweepMode::one_at_a_time;
  EXPECT_EQ(sweep_points(suite).size(), 8u);  // sigma = 0.04 is the suite's own
}

// A preset whose window the suite's own stages do not fit is no mistake when another axis mends it.
TEST_F(SweepFile, presets_are_checked_with_all_settings_in_place) {
  const std::string preset =
      axis("parameter = 'preset'\nvalues = ['standard', 'rram-generic']\nzip = 'a'");
  const std::string g_min = "[hardware.mapping]\ng_max_uS = 45\n";  // rram-generic: 50 to 225
  expect_contains(folder.error_of(g_min + preset),
                  "at preset = rram-generic: mapping.g_min_uS = 50 must be below");
  const Suite suite = folder.read(
      g_min + preset + axis("parameter = 'mapping.g_max_uS'\nvalues = [45, 225]\nzip = 'a'"));
  EXPECT_EQ(sweep_points(suite).size(), 2u);
}

TEST_F(SweepFile, optimizations_have_parameters) {
  const Suite suite = folder.read("[optimization.clip_weights]\nalpha = 3\n", "'clip_weights'");
  EXPECT_EQ(optimization_parameters(suite, "clip_weights")["alpha"], 3.0);
  EXPECT_EQ(optimization_parameters(folder.read(""), "clip_weights")["alpha"], 2.5);
}

TEST_F(SweepFile, time_may_be_a_range) {
  EXPECT_EQ(folder.read("", "'direct'", "{ log10 = [1, 1e4, 5] }").times_s,
            (std::vector<double>{1, 10, 100, 1000, 1e4}));
  EXPECT_EQ(folder.read("", "'direct'", "{ linear = [0, 60, 3] }").times_s,
            (std::vector<double>{0, 30, 60}));
  const std::pair<const char*, const char*> cases[] = {
      {"{ log10 = [0, 10, 2] }", "suite.toml:13:21: 'log10' = [0, ...] takes a logarithm"},
      {"{ linear = [10, 1, 2] }", "'times_s' must rise; 1 follows 10"},
      {"{ linear = [1, 1e13, 2] }",
       "'linear': 10000000000000 is out of range; allowed: 0 to 1000000000000"},
      {"{ log = [1, 10, 2] }", "unknown key 'log'"},
      {"{ log2 = [1, 8, 4], x = 1 }", "unknown key of 'times_s': 'x'"},
      {"{}", "one of linear, log2, log10 is needed"},
      {"3", "'times_s' must be an array of numbers"},
  };
  for (const auto& [times, expected] : cases) {
    expect_contains(folder.error_of("", "'direct'", times), expected);
  }
}

TEST_F(SweepFile, samples_of_the_command_line_do_not_fight_an_axis) {
  Suite suite = folder.read(axis("parameter = 'samples'\nvalues = [2, 3]"));
  SuiteOverrides overrides;
  overrides.chips = 5;
  EXPECT_NO_THROW(apply_overrides(suite, overrides));
  overrides.samples = 3;
  expect_contains(test::input_error_of([&] { apply_overrides(suite, overrides); }), "--samples: ");
}

TEST_F(SweepFile, mistakes_in_an_axis_are_named_where_they_are) {
  const std::pair<const char*, const char*> cases[] = {
      {"parameter = 'output_noise.sigm'\nvalues = [0]",
       "suite.toml:18:13: unknown parameter 'output_noise.sigm'; did you mean "
       "'output_noise.sigma'?"},
      {"parameter = 'time_s'\nvalues = [0]", "unknown parameter 'time_s'"},
      {"values = [0]", "suite.toml:17:1: 'parameter' is missing"},
      {"paramter = 'adc.steps'\nvalues = [30]",
       "unknown key 'paramter'; did you mean 'parameter'?"},
      {"parameter = 3\nvalues = [0]", "suite.toml:18:13: 'parameter' must be a string"},
      {"parameter = 'output_noise.sigma'\nvalues = [0,\n 200]",
       "suite.toml:20:2: 'sigma' = 200 is out of range; allowed: 0 to 100"},
      {"parameter = 'output_noise.sigma'\nvalues = [nan]", "'sigma' = nan is out of range"},
      {"parameter = 'output_noise.sigma'\nlinear = [0, 200, 3]",
       "suite.toml:19:10: 'linear': 200 is out of range; allowed: 0 to 100"},
      {"parameter = 'output_noise.sigma'\nvalues = []", "suite.toml:19:10: 'values' is empty"},
      {"parameter = 'output_noise.sigma'\nvalues = 0.1", "'values' must be an array, not a number"},
      {"parameter = 'output_noise.sigma'\nvalues = ['0.1']",
       "suite.toml:19:11: 'output_noise.sigma' must be a number, not a string"},
      {"parameter = 'output_noise.sigma'\nvalues = [true]", "must be a number, not a boolean"},
      {"parameter = 'output_noise.sigma'\nvalues = [[1]]",
       "'values' must be numbers, booleans or strings, not an array"},
      {"parameter = 'output_noise.sigma'\nvalues = [0.1, 0.10]", "'0.1' is listed twice"},
      {"parameter = 'output_noise.sigma'\nvalues = [0, -0.0]", "'0' is listed twice"},
      {"parameter = 'output_noise.sigma'", "one of values, linear, log2, log10 is needed"},
      {"parameter = 'output_noise.sigma'\nvalue = [0]",
       "suite.toml:19:1: unknown key 'value'; did you mean 'values'?"},
      {"parameter = 'output_noise.sigma'\nlinear = [0, 1, 3]\nlog2 = [1, 2, 3]",
       "suite.toml:20:8: 'linear' and 'log2' exclude each other"},
      {"parameter = 'output_noise.sigma'\nvalues = [0]\nlog2 = [1, 2, 3]",
       "'values' and 'log2' exclude each other"},
      {"parameter = 'output_noise.sigma'\nlog10 = [-1, 1, 3]", "takes a logarithm"},
      {"parameter = 'output_noise.sigma'\nlinear = [0, 1, 1]", "1 points; a whole number from 2"},
      {"parameter = 'output_noise.sigma'\nvalues = [0]\nzipp = 'a'", "did you mean 'zip'?"},
      {"parameter = 'output_noise.sigma'\nvalues = [0]\nzip = 3", "'zip' must be a string"},
      {"parameter = 'adc.steps'\nvalues = [8.5]", "'steps' = 8.5 must be a whole number"},
      {"parameter = 'adc.steps'\nlinear = [2.5, 8, 3]", "'steps' = 2.5 must be a whole number"},
      {"parameter = 'adc.enabled'\nlinear = [0, 1, 2]",
       "'adc.enabled' is not a number; list its 'values'"},
      {"parameter = 'adc.enabled'\nvalues = [1]", "'adc.enabled' must be a boolean, not a number"},
      {"parameter = 'mapping.enabled'\nvalues = [true, false]", "'mapping' cannot be switched off"},
      {"parameter = 'input_range.method'\nvalues = ['maxi']",
       "suite.toml:19:11: 'method' = 'maxi' is not a choice; did you mean 'max'?"},
      {"parameter = 'preset'\nvalues = ['standrad']", "unknown hardware preset 'standrad'"},
      {"parameter = 'preset'\nvalues = ['no/file.toml']", "no such file"},
      {"parameter = 'optimization'\nvalues = ['dirct']",
       "suite.toml:19:11: unknown optimization 'dirct'; did you mean 'direct'?"},
      {"parameter = 'clip_weights.alpha'\nvalues = [0]",
       "'alpha' = 0 is out of range; allowed: 0.1 to 100"},
      {"parameter = 'samples'\nvalues = [0]", "'samples' = 0 is out of range; allowed: 1 to"},
      {"parameter = 'table_drift.enabled'\nvalues = [true]", "'table_drift' needs a table"},
  };
  for (const auto& [lines, expected] : cases)
    expect_contains(folder.error_of(axis(lines)), expected);
}

TEST_F(SweepFile, mistakes_between_axes_and_around_them_are_named) {
  const std::string steps = axis("parameter = 'adc.steps'\nvalues = [30, 62]\nzip = 'a'");
  const std::pair<std::string, const char*> cases[] = {
      {steps + axis("parameter = 'dac.steps'\nvalues = [30]\nzip = 'a'"),
       "suite.toml:22:13: zip 'a': 'dac.steps' has 1 values, 'adc.steps' has 2; they must have "
       "equally many"},
      {steps + axis("parameter = 'adc.steps'\nvalues = [14]"),
       "suite.toml:22:13: 'adc.steps' has two axes; the other is at "},
      {"[sweep]\nmode = 'gird'\n" + steps,
       "suite.toml:18:8: 'mode' = 'gird' is unknown; did you mean 'grid'?"},
      {"[sweep]\nmode = 'grid'\n", "suite.toml:17:1: 'axis' is missing"},
      {"[sweep]\naxes = 3\n", "did you mean 'axis'?"},
      {"[sweep]\naxis = []\n", "'axis' is empty"},
      {"[sweep]\naxis = 3\n", "'axis' must be an array of tables, not an integer"},
      {"[sweep]\naxis = [3]\n", "'axis' must be an array of tables, not an integer"},
      {"[sweep]\nmod = 'grid'\n" + steps, "unknown key in [sweep]: 'mod'; did you mean 'mode'?"},
      {"[swep]\nmode = 'grid'\n", "unknown key 'swep'; did you mean 'sweep'?"},
      {"[sweep.axis]\nparameter = 'adc.steps'\n", "'axis' must be an array of tables, not a table"},
      {axis("parameter = 'adc.steps'\nlinear = [2, 2001, 2000]") +
           axis("parameter = 'dac.steps'\nlinear = [2, 2001, 2000]"),
       "the sweep makes 4000000 scenarios; allowed: at most 1000000"},
      {"[optimization.clip_weight]\nalpha = 2\n",
       "suite.toml:17:15: unknown optimization 'clip_weight'; did you mean 'clip_weights'?"},
      {"[optimization.clip_weights]\nalpa = 2\n",
       "suite.toml:18:1: unknown parameter of 'clip_weights': 'alpa'; did you mean 'alpha'?"},
      {"[optimization.clip_weights]\nalpha = 1000\n",
       "suite.toml:18:9: 'alpha' = 1000 is out of range; allowed: 0.1 to 100"},
      {"[optimization.direct]\nx = 1\n", "unknown parameter of 'direct': 'x'"},
      {"[optimization]\ndirect = 1\n", "'direct' must be a table"},
  };
  for (const auto& [text, expected] : cases) expect_contains(folder.error_of(text), expected);
}

}  // namespace
}  // namespace imcbench
