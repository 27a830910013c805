// SPDX-License-Identifier: Apache-2.0
// A TOML file of its own for every text that a test reads, and the message of what goes wrong.
#pragma once

#include <functional>

#include "kernels/core/check.h"
#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"
#include "tests/datasets/support.h"

namespace imcbench::test {

// Calls use(table NAME of the file with `text`).
inline void with_table(const std::string& text, const std::string& name,
                       const std::function<void(TomlTable)>& use) {
  const TempFolder folder;
  const std::string path = (folder / "suite.toml").string();
  write_plain(path, Bytes(text.begin(), text.end()));
  TomlTable root = TomlTable::parse_file(path);
  use(root.table(name));
}

// What it complains about, without the folder; "" when it does not.
inline std::string complaint(const std::string& text, const std::string& name,
                             const std::function<void(TomlTable)>& use) {
  try {
    with_table(text, name, use);
  } catch (const InputError& error) {
    const std::string message = error.what();
    return message.substr(message.find("suite.toml"));
  }
  return "";
}

// Two models on the standard crossbar.
inline Suite two_model_suite() {
  Suite suite;
  suite.name = "synthetic";
  suite.seed = 2023;
  suite.models = {"first", "second"};
  suite.optimizations = {"direct"};
  suite.samples = 1'000'000;
  suite.chips = 10;
  suite.times_s = {1.0, 3600.0};
  suite.accuracy_target = 0.8;
  suite.hardware = Hardware::standard();
  return suite;
}

}  // namespace imcbench::test
