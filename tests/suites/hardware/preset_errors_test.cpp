// SPDX-License-Identifier: Apache-2.0
// Whatever is wrong with a preset file is named with file, line and column.
#include <gtest/gtest.h>

#include "tests/suites/hardware/preset_files.h"

namespace imcbench {
namespace {

using test::expect_contains;
using test::head;
using test::PresetFolder;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(PresetErrors, NameTheLineOfWhatIsWrong) {
  PresetFolder folder;
  const std::string good = head("p");
  const std::pair<std::string, std::string> cases[] = {
      {replaced(good, "schema = 1", "schema = 2"),
       "p.toml:1:10: 'schema' = 2 is out of range; allowed: 1 to 1"},
      {replaced(good, "schema = 1\n", ""), "p.toml:1:1: 'schema' is missing"},
      {replaced(good, "'p'", "'q'"), "p.toml:2:8: 'name' = 'q' must be the file's name, 'p'"},
      {replaced(good, "'A title.'", "''"), "p.toml:3:9: 'title' is empty"},
      {replaced(good, "'A source.'", "''"), "p.toml:4:10: 'source' is empty"},
      {replaced(good, "source", "sorce"),
       "p.toml:4:1: unknown key 'sorce'; did you mean 'source'?"},
      {replaced(good, "['one', 'two']", "[]"), "p.toml:5:16: 'not_modelled' is empty"},
      {replaced(good, "['one', 'two']", "'one'"),
       "p.toml:5:16: 'not_modelled' must be an array of strings, not a string"},
      {good + "exends = 'ideal'\n", "p.toml:6:1: unknown key 'exends'; did you mean 'extends'?"},
      {good + "extends = 3\n", "p.toml:6:11: 'extends' must be a string, not an integer"},
      {good + "extends = 'idael'\n", "did you mean 'ideal'?"},
      {good + "extends = 'idael'\n", "p.toml:6:11: unknown hardware preset 'idael'"},
      {good + "extends = 'no/x.toml'\n", "p.toml:6:11: hardware preset 'no/x.toml': no such file"},
      {good + "[hardware.acd]\n", "p.toml:6:11: unknown nonideality 'acd'; did you mean 'adc'?"},
      {good + "[hardware.adc]\nstep = 3\n",
       "p.toml:7:1: unknown parameter of 'adc': 'step'; did you mean 'steps'?"},
      {good + "[hardware.adc]\nsteps = 1\n", "p.toml:7:9: 'steps' = 1 is out of range"},
      {good + "[hardware.adc]\nbound = nan\n", "p.toml:7:9: 'bound' = nan is out of range"},
      {good + "[hardware.mapping]\nenabled = false\n",
       "p.toml:7:11: 'mapping' cannot be switched off: there is no chip without it"},
      {good + "[hardware.input_range]\nenabled = false\n",
       "p.toml:7:11: 'input_range' cannot be switched off"},
      {good + "[hardware.mapping]\ng_min_uS = 30\n", "mapping.g_min_uS = 30 must be below"},
      {good + "[hardware]\nbase = 'ideal'\n", "p.toml:7:1: unknown nonideality 'base'"},
      {good + "name = 'p'\n", "p.toml:6"},
  };
  for (const auto& [text, expected] : cases) expect_contains(folder.error_of("p", text), expected);
}

TEST(PresetErrors, ACycleIsNamedWhereItCloses) {
  PresetFolder folder;
  folder.write("a", head("a") + "extends = 'b'\n");
  folder.write("b", head("b") + "extends = 'c'\n");
  folder.write("c", head("c") + "extends = 'b'\n");
  const std::string message =
      test::input_error_of([&] { read_preset((folder.path() / "a.toml").string()); });
  expect_contains(message, "c.toml:6:11: 'extends' leads back: b -> c -> b");
}

TEST(PresetErrors, APresetThatExtendsItselfIsACycleByWhateverPath) {
  PresetFolder folder;
  expect_contains(folder.error_of("self", head("self") + "extends = 'self'\n"),
                  "self.toml:6:11: 'extends' leads back: self -> self");
  std::filesystem::create_directory(folder.path() / "x");
  expect_contains(folder.error_of("self", head("self") + "extends = 'x/../self.toml'\n"),
                  "'extends' leads back: self -> self");
}

TEST(PresetErrors, AMistakeInWhatIsExtendedIsNamedInItsOwnFile) {
  PresetFolder folder;
  folder.write("parent", head("parent") + "[hardware.adc]\nsteps = 0\n");
  expect_contains(folder.error_of("child", head("child") + "extends = 'parent'\n"),
                  "parent.toml:7:9: 'steps' = 0 is out of range");
}

TEST(PresetErrors, AFileThatCannotBeReadIsNamed) {
  PresetFolder folder;
  expect_contains(test::input_error_of([&] { read_preset((folder.path() / "n.toml").string()); }),
                  "n.toml: cannot read the file");
}

}  // namespace
}  // namespace imcbench
