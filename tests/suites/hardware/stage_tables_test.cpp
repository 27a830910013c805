// SPDX-License-Identifier: Apache-2.0
// Device tables in presets: found beside the file that names them, checked, inherited, and known by
// their content.
#include "suites/hardware/stage_tables.h"

#include <gtest/gtest.h>

#include "suites/hardware/describe_preset.h"
#include "tests/suites/hardware/preset_files.h"

namespace imcbench {
namespace {

using test::expect_contains;
using test::head;
using test::PresetFolder;

constexpr const char* kConductance = "target_uS,mean_uS,sigma_uS\n0,0.1,0.2\n25,24,0.7\n";
constexpr const char* kDrift = "target_uS,nu_mean,nu_sigma\n0,0.1,0.02\n25,0.05,0.01\n";
constexpr const char* kNoise = "[hardware.table_programming_noise]\ntable = 'd/g.csv'\n";

class StageTables : public ::testing::Test {
 protected:
  StageTables() {
    put("d/g.csv", kConductance);
    put("d/nu.csv", kDrift);
  }
  void put(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    test::write_plain(folder.path() / name, test::Bytes(text.begin(), text.end()));
  }
  Hardware read(const std::string& name, const std::string& stages) {
    return read_preset(folder.write(name, head(name) + stages)).hardware;
  }
  std::string error_of(const std::string& stages) { return folder.error_of("p", head("p") + stages); }

  PresetFolder folder;
};

TEST_F(StageTables, AreFoundBesideTheFileThatNamesThem) {
  const Hardware hardware = read("p", kNoise);
  const StageSetting& setting = hardware["table_programming_noise"];
  ASSERT_TRUE(setting.enabled);
  ASSERT_NE(setting.table, nullptr);
  EXPECT_EQ(setting.table->mean, (std::vector<double>{0.1, 24.0}));
  EXPECT_EQ(setting.table->origin, (folder.path() / "d/g.csv").string());
}

TEST_F(StageTables, AreInheritedByWhatChangesOnlyAParameter) {
  read("p", kNoise);
  const Hardware child =
      read("c", "extends = 'p'\n[hardware.table_programming_noise]\nscale = 2\n");
  EXPECT_NE(child["table_programming_noise"].table, nullptr);
  EXPECT_EQ(child["table_programming_noise"].values["scale"], 2.0);
}

// Neither the path nor the order of rows is part of a scenario's identity; the numbers are.
TEST_F(StageTables, AreInTheCanonicalTextByContent) {
  put("e/other.csv", "mean_uS,target_uS,sigma_uS\n24,25,0.7\n0.1,0,0.2\n");
  put("e/changed.csv", "target_uS,mean_uS,sigma_uS\n0,0.1,0.2\n25,24,0.8\n");
  const auto text = [&](const std::string& file) {
    return read("p", "[hardware.table_programming_noise]\ntable = '" + file + "'\n").canonical_text();
  };
  EXPECT_NE(text("d/g.csv").find("hardware.table_programming_noise.table.sha256 = "),
            std::string::npos);
  EXPECT_EQ(text("d/g.csv").find("g.csv"), std::string::npos);
  EXPECT_EQ(text("d/g.csv"), text("e/other.csv"));
  EXPECT_NE(text("d/g.csv"), text("e/changed.csv"));
}

TEST_F(StageTables, OfAStageThatIsOffLeaveNoTrace) {
  const Hardware hardware = read("p", std::string(kNoise) + "enabled = false\n");
  EXPECT_EQ(hardware.canonical_text(), Hardware().canonical_text());
}

TEST_F(StageTables, AreDescribedWithThePreset) {
  const std::string path = folder.write("p", head("p") + kNoise);
  expect_contains(describe_preset(read_preset(path)), "d/g.csv (sha256 ");
}

TEST_F(StageTables, MistakesAreNamedWhereTheyAre) {
  put("d/narrow.csv", "target_uS,mean_uS,sigma_uS\n0,0.1,0.2\n20,19,0.7\n");
  put("d/broken.csv", "target_uS,mean_uS,sigma_uS\n0,0.1,0.2\n20,nineteen,0.7\n");
  const std::string programming = "[hardware.table_programming_noise]\n";
  const std::pair<std::string, std::string> cases[] = {
      {programming, "p.toml:6:1: 'table_programming_noise' needs a table of a measured device; set "
                    "table = \"FILE\" in its table, a conductance table with columns target_uS, "
                    "mean_uS, sigma_uS [, time_s] [, temperature_K]"},
      {programming + "table = 'd/none.csv'\n", "p.toml:7:9: device table 'd/none.csv': no such file"},
      {programming + "table = 'd'\n", "p.toml:7:9: device table 'd': no such file"},
      {programming + "table = 3\n", "p.toml:7:9: 'table' must be a string, not an integer"},
      {programming + "tabel = 'd/g.csv'\n", "did you mean 'table'?"},
      {programming + "table = 'd/nu.csv'\n",
       "nu.csv' is a drift exponent table; 'table_programming_noise' takes a conductance table"},
      {"[hardware.table_drift]\ntable = 'd/g.csv'\n",
       "g.csv' is a conductance table; 'table_drift' takes a drift exponent table with columns "
       "target_uS, nu_mean, nu_sigma [, temperature_K]"},
      {programming + "table = 'd/narrow.csv'\n",
       "table_programming_noise: the conductance window 0 to 25 uS is not covered by the table"},
      {programming + "table = 'd/broken.csv'\n", "d/broken.csv:3: "},
      {"[hardware.adc]\ntable = 'd/g.csv'\n",
       "p.toml:7:9: 'adc' takes no device table; those that do: table_programming_noise, "
       "table_relaxation, table_drift, table_read_noise"},
  };
  for (const auto& [text, expected] : cases) expect_contains(error_of(text), expected);
}

}  // namespace
}  // namespace imcbench
