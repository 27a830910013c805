// SPDX-License-Identifier: Apache-2.0
// The presets that ship: whole, with their sources, and with the values of the literature.
#include <gtest/gtest.h>

#include <algorithm>

#include "suites/hardware/describe_preset.h"
#include "suites/hardware/preset.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::expect_contains;

class ShippedPresets : public testing::Test {
 protected:
  static HardwarePreset load(const std::string& name) {
    return read_preset(find_preset(name, "", "test"));
  }
  // A folder of the user's must not hide a shipped file.
  test::ScopedEnvironment own_{"IMCBENCH_PRESETS", std::nullopt};
};

TEST_F(ShippedPresets, AllLoadAndTellTheirSource) {
  const auto names = preset_names();
  ASSERT_GE(names.size(), 5u);
  for (const std::string& name : names) {
    const HardwarePreset preset = load(name);
    EXPECT_NO_THROW(preset.hardware.check(preset.path)) << name;
    // Ours, a publication, or a toolkit of a stated version.
    const bool told = preset.source.starts_with("our choice") ||
                      preset.source.find("DOI 10.") != std::string::npos ||
                      preset.source.find("CrossSim 3.2") != std::string::npos;
    EXPECT_TRUE(told) << name;
  }
}

TEST_F(ShippedPresets, StandardAndIdealAreTheHardwareOfTheirName) {
  EXPECT_EQ(load("standard").hardware.canonical_text(), Hardware::standard().canonical_text());
  EXPECT_EQ(load("ideal").hardware.canonical_text(), Hardware().canonical_text());
}

TEST_F(ShippedPresets, StandardHasExactlyTheStagesOfTheStandardCrossbar) {
  const std::vector<std::string> standard{"mapping",           "pcm_programming_noise",
                                          "pcm_drift",         "pcm_accumulated_noise",
                                          "input_range",       "dac",
                                          "ir_drop",           "pcm_read_noise",
                                          "output_noise",      "adc",
                                          "drift_compensation"};
  const HardwarePreset preset = load("standard");
  for (const StageSetting& setting : preset.hardware.settings()) {
    const std::string name = setting.record->info->name;
    const bool expected = std::find(standard.begin(), standard.end(), name) != standard.end();
    EXPECT_EQ(setting.enabled, expected) << name;
  }
}

// Input steps, output steps, output bound and noise of the three sets of defaults of aihwkit 1.1.
TEST_F(ShippedPresets, ConvertersOfAihwkitHaveItsNumbers) {
  struct Row {
    const char* name;
    double dac_steps, adc_steps, adc_bound, sigma;
  };
  constexpr Row rows[] = {{"aihwkit-io-default", 126, 510, 12.0, 0.06},
                          {"aihwkit-preset-io", 126, 510, 20.0, 0.1},
                          {"aihwkit-standard-io", 254, 254, 10.0, 0.04}};
  for (const Row& row : rows) {
    const HardwarePreset preset = load(row.name);
    const Hardware& hardware = preset.hardware;
    EXPECT_EQ(hardware["dac"].values["steps"], row.dac_steps) << row.name;
    EXPECT_EQ(hardware["dac"].values["bound"], 1.0) << row.name;
    EXPECT_EQ(hardware["adc"].values["steps"], row.adc_steps) << row.name;
    EXPECT_EQ(hardware["adc"].values["bound"], row.adc_bound) << row.name;
    EXPECT_EQ(hardware["output_noise"].values["sigma"], row.sigma) << row.name;
    for (const StageSetting& setting : hardware.settings()) {
      const std::string stage = setting.record->info->name;
      const bool converter = stage == "dac" || stage == "adc" || stage == "output_noise" ||
                             stage == "input_management" || stage == "bound_management";
      EXPECT_EQ(setting.enabled, converter || setting.record->always_on) << row.name << stage;
    }
  }
}

TEST_F(ShippedPresets, ADescriptionTellsEverythingThatIsOn) {
  const std::string text = describe_preset(load("aihwkit-preset-io"));
  EXPECT_TRUE(text.starts_with("aihwkit-preset-io: Converters as in aihwkit's"));
  for (const char* part :
       {"source:  class PresetIOParameters of aihwkit 1.1",
        "extends: aihwkit-io-default, which extends ideal\n",
        "  - devices and wires: ", "  mapping\n    g_max_uS = 25 [uS]\n",
        "    column_scaling = true [1]\n", "  dac\n    steps = 126 [steps]\n    bound = 1 [1]\n",
        "    sigma = 0.1 [1]\n", "  adc\n    steps = 510 [steps]\n    bound = 20 [1]\n"}) {
    expect_contains(text, part);
  }
  EXPECT_EQ(text.find("pcm_drift"), std::string::npos) << "a stage that is off";
}

TEST_F(ShippedPresets, ADescriptionNamesChoicesAsTheyAreWritten) {
  const std::string text = describe_preset(load("standard"));
  expect_contains(text, "extends: nothing\n");
  expect_contains(text, "    readout = \"ideal\" [");
}

}  // namespace
}  // namespace imcbench
