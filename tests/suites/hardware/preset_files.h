// SPDX-License-Identifier: Apache-2.0
// What the tests of presets share: a folder of preset files that the program searches first.
#pragma once

#include <algorithm>
#include <string>

#include "suites/hardware/preset.h"
#include "tests/datasets/support.h"

namespace imcbench::test {

// The head of a valid preset file: five lines.
inline std::string head(const std::string& name) {
  return "schema = 1\nname = '" + name +
         "'\ntitle = 'A title.'\nsource = 'A source.'\nnot_modelled = ['one', 'two']\n";
}

class PresetFolder {
 public:
  // Writes NAME.toml and returns its path.
  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / (name + ".toml");
    write_plain(path, Bytes(text.begin(), text.end()));
    return path.string();
  }
  // The message of reading NAME.toml with this content, without the path of the folder.
  std::string error_of(const std::string& name, const std::string& text) {
    const std::string path = write(name, text);
    const std::string message = input_error_of([&] { read_preset(path); });
    const std::string prefix = folder_.path().string() + "/";
    EXPECT_EQ(message.substr(0, prefix.size()), prefix) << message;
    return message.substr(std::min(prefix.size(), message.size()));
  }
  const fs::path& path() const { return folder_.path(); }

 private:
  TempFolder folder_;
  ScopedEnvironment searched_{"IMCBENCH_PRESETS", folder_.path().string()};
};

}  // namespace imcbench::test
