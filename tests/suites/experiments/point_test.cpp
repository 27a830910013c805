// SPDX-License-Identifier: Apache-2.0
// A setting does to a suite what the same words in the suite file do.
#include "suites/experiments/point.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "suites/optimizations/list.h"
#include "tests/suites/experiments/suite_file.h"

namespace imcbench {
namespace {

using test::expect_contains;
using test::SuiteFolder;

ScenarioPoint point_at(std::vector<Setting> settings, const std::string& optimization = "direct") {
  return {"lenet-mnist", optimization, std::move(settings), {}};
}

class Point : public ::testing::Test {
 protected:
  Suite at(std::vector<Setting> settings, const std::string& optimization = "direct") const {
    return suite_at(suite, point_at(std::move(settings), optimization), "here");
  }
  std::string error_of(std::vector<Setting> settings) const {
    return test::input_error_of([&] { at(std::move(settings)); });
  }
  SuiteFolder folder;
  Suite suite = folder.read("");
};

TEST_F(Point, settings_read_like_a_suite_file) {
  EXPECT_EQ(settings_text({}), "");
  EXPECT_EQ(settings_text({{"preset", "hermes"}, {"output_noise.sigma", "0.04"}}),
            "preset = hermes\noutput_noise.sigma = 0.04");
}

TEST_F(Point, every_name_is_there_once) {
  const std::vector<std::string> names = setting_names();
  const std::set<std::string> unique(names.begin(), names.end());
  EXPECT_EQ(unique.size(), names.size());
  for (const char* name : {"preset", "samples", "output_noise.sigma", "output_noise.enabled",
                           "mapping.g_max_uS", "clip_weights.alpha"}) {
    EXPECT_TRUE(unique.contains(name)) << name;
  }
  std::size_t expected = 2;
  for (const StageRecord& stage : stage_records()) expected += 1 + stage.params.size();
  for (const OptimizationRecord& record : optimization_records()) expected += record.params.size();
  EXPECT_EQ(names.size(), expected);
}

TEST_F(Point, does_what_the_suite_file_does) {
  const Suite written = folder.read(
      "[hardware.output_noise]\nsigma = 0.02\n[hardware.input_noise]\nsigma = 0.1\n"
      "[hardware.dac]\nenabled = false\n[hardware.input_range]\nmethod = 'std'\n");
  const Suite made = at({{"output_noise.sigma", "0.02"},
                         {"input_noise.sigma", "0.1"},
                         {"dac.enabled", "false"},
                         {"input_range.method", "std"}});
  EXPECT_EQ(made.hardware.canonical_text(), written.hardware.canonical_text());
  EXPECT_NE(made.hardware.canonical_text(), suite.hardware.canonical_text());
}

TEST_F(Point, holds_its_own_model_optimization_and_samples) {
  const Suite made = suite_at(suite, {"m", "clip_weights", {{"samples", "3"}}, {}}, "here");
  EXPECT_EQ(made.models, std::vector<std::string>{"m"});
  EXPECT_EQ(made.optimizations, std::vector<std::string>{"clip_weights"});
  EXPECT_EQ(made.samples, 3u);
  EXPECT_EQ(suite.samples, 4u);
}

TEST_F(Point, a_parameter_switches_its_stage_on_and_the_switch_wins) {
  EXPECT_FALSE(suite.hardware["input_noise"].enabled);
  EXPECT_TRUE(at({{"input_noise.sigma", "0.1"}}).hardware["input_noise"].enabled);
  EXPECT_TRUE(at({{"input_noise.enabled", "true"}}).hardware["input_noise"].enabled);
  for (const bool first : {true, false}) {
    std::vector<Setting> settings{{"input_noise.sigma", "0.1"}, {"input_noise.enabled", "false"}};
    if (first) std::swap(settings[0], settings[1]);
    EXPECT_FALSE(at(settings).hardware["input_noise"].enabled) << first;
  }
}

TEST_F(Point, the_last_of_equal_names_wins) {
  EXPECT_EQ(at({{"adc.steps", "30"}, {"adc.steps", "62"}}).hardware["adc"].values["steps"], 62.0);
}

TEST_F(Point, booleans_are_words) {
  for (const char* word : {"false", "true"}) {
    const Suite made = at({{"mapping.column_scaling", word}});
    EXPECT_EQ(made.hardware["mapping"].values["column_scaling"], word == std::string("true"));
  }
}

// The suite's tables stand on the new preset; other settings come after it, wherever they are.
TEST_F(Point, a_preset_carries_the_suites_own_tables) {
  suite = folder.read(
      "[hardware.adc]\nsteps = 30\n[sweep]\n[[sweep.axis]]\nparameter = 'preset'\n"
      "values = ['aihwkit-io-default', 'ideal']\n");
  const Suite made = at({{"output_noise.sigma", "0.5"}, {"preset", "aihwkit-io-default"}});
  EXPECT_EQ(made.preset, "aihwkit-io-default");
  EXPECT_EQ(made.hardware["adc"].values["steps"], 30.0);
  EXPECT_EQ(made.hardware["output_noise"].values["sigma"], 0.5);
  EXPECT_FALSE(made.hardware["pcm_drift"].enabled);  // the standard preset has it on
  EXPECT_TRUE(suite.hardware["pcm_drift"].enabled);
  EXPECT_TRUE(at({{"preset", "ideal"}}).hardware["adc"].enabled);  // named by the suite
}

TEST_F(Point, parameters_of_the_optimization_in_use_are_settings) {
  suite = folder.read("[optimization.clip_weights]\nalpha = 2\n");
  const auto alpha = [](const Suite& s) {
    return optimization_parameters(s, "clip_weights")["alpha"];
  };
  EXPECT_EQ(alpha(at({}, "clip_weights")), 2.0);
  EXPECT_EQ(alpha(at({{"clip_weights.alpha", "3"}}, "clip_weights")), 3.0);
  EXPECT_EQ(alpha(suite), 2.0);
  EXPECT_EQ(error_of({{"clip_weights.alpha", "3"}}),
            "here: clip_weights.alpha: 'clip_weights.alpha' is a parameter of an optimization that "
            "is not in use; this is 'direct'");
}

TEST_F(Point, mistakes_are_named) {
  const std::pair<Setting, const char*> cases[] = {
      {{"output_noise.sigm", "1"},
       "here: unknown parameter 'output_noise.sigm'; did you mean "
       "'output_noise.sigma'?"},
      {{"output_noise.q", "1"},
       "unknown parameter 'output_noise.q'; valid: output_noise.enabled, "
       "output_noise.sigma"},
      {{"output_nois.sigma", "1"}, "did you mean 'output_noise.sigma'?"},
      {{"prset", "hermes"}, "did you mean 'preset'?"},
      {{"sigma", "1"}, "unknown parameter 'sigma'"},
      {{"", "1"}, "unknown parameter ''"},
      {{"output_noise.sigma", "-1"},
       "here: output_noise.sigma: 'sigma' = -1 is out of range; allowed: 0 to 100"},
      {{"output_noise.sigma", "nan"}, "'sigma' = nan is out of range"},
      {{"output_noise.sigma", ""}, "'sigma' = '' is not a number"},
      {{"output_noise.sigma", "0.1x"}, "'sigma' = '0.1x' is not a number"},
      {{"adc.steps", "8.5"}, "must be a whole number"},
      {{"input_range.method", "maxi"}, "'method' = 'maxi' is not a choice; did you mean 'max'?"},
      {{"dac.enabled", "1"}, "'enabled' = '1' must be true or false"},
      {{"mapping.enabled", "false"}, "'mapping' cannot be switched off"},
      {{"samples", "0"}, "'samples' = 0 is out of range; allowed: 1 to 10000000"},
      {{"preset", "hermes"}, "here: preset 'hermes' is on no axis of the suite"},
      {{"mapping.g_min_uS", "30"}, "here: mapping.g_min_uS = 30 must be below"},
      {{"table_drift.enabled", "true"}, "here: 'table_drift' needs a table"},
      {{"bound_management.enabled", "true"}, "no error"},
  };
  for (const auto& [setting, expected] : cases) {
    if (expected == std::string("no error")) {
      EXPECT_NO_THROW(at({setting}));
    } else {
      expect_contains(error_of({setting}), expected);
    }
  }
}

}  // namespace
}  // namespace imcbench
