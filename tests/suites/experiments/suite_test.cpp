// SPDX-License-Identifier: Apache-2.0
// Suites that ship parse; a scenario's identity changes with what decides its trials and with
// nothing else. The data set is the built-in one.
#include "suites/experiments/suite.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include "suites/experiments/task_runner.h"
#include "tests/datasets/support.h"

namespace imcbench {

namespace {

Suite small_suite() {
  Suite suite;
  suite.name = "small";
  suite.seed = 1;
  suite.models = {"lenet-fashion-mnist"};
  suite.optimizations = {"direct"};
  suite.dataset = "glyphs";
  suite.split = "test";
  suite.samples = 4;
  suite.chips = 3;
  suite.times_s = {1.0, 3600.0};
  suite.hardware = Hardware::standard();
  suite.hardware["input_range"].values.set("samples", 4);
  return suite;
}

std::string identity(const Suite& suite) {
  TaskRunner runner(suite, {}, "");
  return runner.record({suite.models.front(), suite.optimizations.front(), {}, {}}).sha256;
}

// What is wrong with a suite file; "" when it parses.
std::string problem_of(const std::string& path) {
  try {
    parse_suite(path);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

// Suites of models that the zoo has not are named.
TEST(Suite, every_suite_in_the_tree_parses) {
  int seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(IMCBENCH_SUITES)) {
    const std::filesystem::path& path = entry.path();
    const std::string folder = path.parent_path().filename();
    const bool other_files = folder == "training" || folder == "hardware" || folder == "tables";
    if (path.extension() != ".toml" || other_files) continue;
    const std::string problem = problem_of(path.string());
    if (problem.find("is not in the zoo") != std::string::npos) {
      std::cout << "not parsed: " << problem << "\n";
      continue;
    }
    EXPECT_EQ(problem, "");
    ++seen;
  }
  EXPECT_GE(seen, 1);
}

TEST(Suite, the_example_of_a_device_of_ones_own_parses) {
  const Suite suite = parse_suite(IMCBENCH_SUITES "/../docs/examples/my_device.toml");
  EXPECT_NE(suite.hardware["table_relaxation"].table, nullptr);
  EXPECT_FALSE(suite.hardware["pcm_drift"].enabled);
}

std::string write_suite(const test::TempFolder& folder, const std::string& hardware) {
  const std::string text =
      "schema = 1\nname = 's'\nversion = 1\nseed = 1\n[network]\nmodels = ['lenet-mnist']\n"
      "optimizations = ['direct']\n[data]\nset = 'glyphs'\nsamples = 4\n[chips]\ncount = 2\n"
      "times_s = [1]\naccuracy_target = 0.1\n[hardware]\n" +
      hardware;
  const std::string path = (folder / "suite.toml").string();
  test::write_plain(path, test::Bytes(text.begin(), text.end()));
  return path;
}

TEST(Suite, changes_a_preset_it_names) {
  const test::TempFolder folder;
  const Suite suite = parse_suite(
      write_suite(folder,
                  "base = 'aihwkit-io-default'\n[hardware.adc]\nbound = 5.0\n[hardware.dac]\n"
                  "enabled = false\n[hardware.pcm_drift]\n"));
  EXPECT_EQ(suite.preset, "aihwkit-io-default");
  EXPECT_EQ(suite.hardware["adc"].values["bound"], 5.0);
  EXPECT_EQ(suite.hardware["adc"].values["steps"], 510.0);  // the preset's
  EXPECT_FALSE(suite.hardware["dac"].enabled);
  EXPECT_TRUE(suite.hardware["pcm_drift"].enabled);
}

TEST(Suite, takes_a_preset_file_beside_it) {
  const test::TempFolder folder;
  const std::string preset =
      "schema = 1\nname = 'mine'\ntitle = 't'\nsource = 's'\nnot_modelled = ['n']\n"
      "[hardware.adc]\nsteps = 30\n";
  test::write_plain(folder / "chips/mine.toml", test::Bytes(preset.begin(), preset.end()));
  const Suite suite = parse_suite(write_suite(folder, "base = 'chips/mine.toml'\n"));
  EXPECT_EQ(suite.preset, "mine");
  EXPECT_EQ(suite.hardware["adc"].values["steps"], 30.0);
}

std::string parse_error(const std::string& path) {
  try {
    parse_suite(path);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Suite, names_a_time_that_a_table_does_not_hold) {
  const test::TempFolder folder;
  const std::string table =
      "time_s,target_uS,mean_uS,sigma_uS\n10,0,0,1\n10,25,24,1\n"
      "20,0,0,1\n20,25,23,1\n";
  test::write_plain(folder / "t.csv", test::Bytes(table.begin(), table.end()));
  const std::string path =
      write_suite(folder, "base = 'ideal'\n[hardware.table_relaxation]\ntable = 't.csv'\n");
  EXPECT_EQ(parse_error(path), path + ":15:1: table_relaxation: time_s = 1 is outside the table " +
                                   (folder / "t.csv").string() +
                                   "; it holds 10 to 20, and nothing is extrapolated");
}

TEST(Scenario, identity_changes_with_whatever_decides_a_trial) {
  const std::string base = identity(small_suite());
  const auto changed = [&](auto change) {
    Suite suite = small_suite();
    change(suite);
    return identity(suite) != base;
  };
  EXPECT_TRUE(changed([](Suite& s) { s.seed = 2; }));
  EXPECT_TRUE(changed([](Suite& s) { s.samples = 5; }));
  EXPECT_TRUE(changed([](Suite& s) { s.split = "train"; }));
  EXPECT_TRUE(changed([](Suite& s) { s.times_s = {1.0}; }));
  EXPECT_TRUE(changed([](Suite& s) { s.hardware["adc"].enabled = false; }));
  const Hardware standard = Hardware::standard();
  for (const StageSetting& setting : standard.settings()) {
    if (!setting.enabled) continue;
    for (const ParamInfo& info : setting.record->params) {
      EXPECT_TRUE(changed([&](Suite& s) {
        const double other = info.default_value == info.max ? info.min : info.max;
        ParamValues& values = s.hardware[setting.record->info->name].values;
        // g_min must stay below g_max; the input-range samples cost time.
        const std::string_view name = info.name;
        values.set(info.name, name == "g_min_uS" ? 1.0 : name == "samples" ? 5.0 : other);
      })) << setting.record->info->name
          << "." << info.name;
    }
  }
}

TEST(Scenario, parameters_of_an_optimization_are_in_the_identity_where_there_are_any) {
  const auto prepared = [](const Suite& suite) {
    return TaskRunner(suite, {}, "")
        .record({suite.models.front(), suite.optimizations.front(), {}, {}});
  };
  Suite suite = small_suite();
  const std::string direct = prepared(suite).canonical_text;
  EXPECT_EQ(direct.find("optimization."), std::string::npos);
  suite.optimizations = {"clip_weights"};
  const ScenarioRecord clipped = prepared(suite);
  EXPECT_NE(clipped.canonical_text.find("optimization = clip_weights\n"
                                        "optimization.clip_weights.alpha = 2.5\n"),
            std::string::npos);
  ParamValues values = optimization_parameters(suite, "clip_weights");
  values.set("alpha", 2.0);
  suite.optimization_values.insert_or_assign("clip_weights", values);
  EXPECT_NE(prepared(suite).sha256, clipped.sha256);
}

TEST(Scenario, identity_does_not_change_with_what_only_adds_or_judges) {
  const std::string base = identity(small_suite());
  Suite suite = small_suite();
  suite.chips = 100;
  suite.accuracy_target = 0.5;
  suite.title = "another";
  EXPECT_EQ(identity(suite), base);
}

TEST(Scenario, switched_off_stages_leave_no_trace_in_the_identity) {
  Suite a = small_suite(), b = small_suite();
  a.hardware["adc"].enabled = b.hardware["adc"].enabled = false;
  b.hardware["adc"].values.set("steps", 16);
  EXPECT_EQ(identity(a), identity(b));
}

}  // namespace

}  // namespace imcbench
