// SPDX-License-Identifier: Apache-2.0
// Preset files mean what they say: defaults, inheritance, order of precedence, search.
#include "suites/hardware/preset.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/suites/hardware/preset_files.h"

namespace imcbench {
namespace {

using test::head;
using test::PresetFolder;

using Names = std::vector<std::string>;

Names names_on(const Hardware& hardware) {
  Names names;
  for (const StageSetting& setting : hardware.settings()) {
    if (setting.enabled) names.emplace_back(setting.record->info->name);
  }
  return names;
}

TEST(Preset, WithoutTablesOnlyWhatIsAlwaysOnIsOn) {
  PresetFolder folder;
  const HardwarePreset preset = read_preset(folder.write("bare", head("bare")));
  EXPECT_EQ(names_on(preset.hardware), (Names{"mapping", "input_range"}));
  EXPECT_EQ(preset.name, "bare");
  EXPECT_EQ(preset.title, "A title.");
  EXPECT_EQ(preset.source, "A source.");
  EXPECT_EQ(preset.not_modelled, (Names{"one", "two"}));
  EXPECT_TRUE(preset.ancestors.empty());
}

TEST(Preset, ATableSwitchesItsStageOnAtTheDefaultsUnlessItSaysOtherwise) {
  PresetFolder folder;
  const HardwarePreset preset = read_preset(folder.write(
      "some", head("some") + "[hardware.adc]\nbound = 7.0\n[hardware.dac]\nenabled = false\n"));
  EXPECT_EQ(names_on(preset.hardware), (Names{"mapping", "input_range", "adc"}));
  EXPECT_EQ(preset.hardware["adc"].values["bound"], 7.0);
  EXPECT_EQ(preset.hardware["adc"].values["steps"], 254.0);
}

TEST(Preset, TheNearerFileWinsAndTheRestIsInherited) {
  PresetFolder folder;
  folder.write("grand", head("grand") +
                            "[hardware.adc]\nsteps = 62\nbound = 3.0\n[hardware.dac]\nsteps = 30\n"
                            "[hardware.output_noise]\nsigma = 0.5\n[hardware.pcm_drift]\n");
  folder.write("parent", head("parent") +
                             "extends = 'grand'\n[hardware.adc]\nbound = 4.0\n"
                             "[hardware.dac]\nsteps = 14\n[hardware.pcm_drift]\nenabled = false\n");
  const HardwarePreset child = read_preset(
      folder.write("child", head("child") + "extends = 'parent'\n[hardware.dac]\nsteps = 6\n"));
  EXPECT_EQ(child.ancestors, (Names{"parent", "grand"}));
  EXPECT_EQ(child.hardware["adc"].values["steps"], 62.0);
  EXPECT_EQ(child.hardware["adc"].values["bound"], 4.0);
  EXPECT_EQ(child.hardware["dac"].values["steps"], 6.0);
  EXPECT_EQ(child.hardware["output_noise"].values["sigma"], 0.5);
  EXPECT_EQ(names_on(child.hardware),
            (Names{"mapping", "input_range", "dac", "output_noise", "adc"}));
}

TEST(Preset, AFileThatGivesASecondChangeKeepsTheParametersOfAStageItSwitchesBackOn) {
  PresetFolder folder;
  folder.write("off", head("off") + "[hardware.adc]\nenabled = false\nsteps = 30\n");
  const HardwarePreset on =
      read_preset(folder.write("on", head("on") + "extends = 'off'\n[hardware.adc]\n"));
  EXPECT_TRUE(on.hardware["adc"].enabled);
  EXPECT_EQ(on.hardware["adc"].values["steps"], 30.0);
}

TEST(Preset, APathIsRelativeToTheFileThatNamesIt) {
  PresetFolder folder;
  folder.write("base", head("base") + "[hardware.dac]\n");
  folder.write("deep/twin", head("twin") + "extends = '../base.toml'\n");
  const HardwarePreset twin = read_preset(
      find_preset("deep/twin.toml", (folder.path() / "suite.toml").string(), "suite.toml:1:1"));
  EXPECT_EQ(twin.ancestors, Names{"base"});
  EXPECT_TRUE(twin.hardware["dac"].enabled);
}

TEST(Preset, TheFolderOfTheEnvironmentComesFirstAndAddsNames) {
  PresetFolder folder;
  const std::string own = folder.write("standard", head("standard"));
  folder.write("mine", head("mine"));
  EXPECT_EQ(find_preset("standard", "", "here"), own);
  const Names names = preset_names();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"mine", "standard", "ideal"}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
  }
}

}  // namespace
}  // namespace imcbench
