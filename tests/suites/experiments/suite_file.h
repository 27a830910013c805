// SPDX-License-Identifier: Apache-2.0
// What the tests of suite files share: a small valid suite with something added.
#pragma once

#include <string>

#include "suites/experiments/suite.h"
#include "tests/datasets/support.h"

namespace imcbench::test {

class SuiteFolder {
 public:
  // 16 lines, then `added`, which starts inside [hardware] on line 17.
  std::string write(const std::string& added, const std::string& optimizations = "'direct'",
                    const std::string& times = "[1]") const {
    const std::string text =
        "schema = 1\nname = 's'\nversion = 1\nseed = 1\n[network]\nmodels = ['lenet-mnist']\n"
        "optimizations = [" +
        optimizations +
        "]\n[data]\nset = 'glyphs'\nsamples = 4\n[chips]\ncount = 2\ntimes_s = " + times +
        "\naccuracy_target = 0.1\n[hardware]\nbase = 'standard'\n" + added;
    const std::string path = (folder_ / "suite.toml").string();
    write_plain(path, Bytes(text.begin(), text.end()));
    return path;
  }
  Suite read(const std::string& added, const std::string& optimizations = "'direct'",
             const std::string& times = "[1]") const {
    return parse_suite(write(added, optimizations, times));
  }
  // The message of the InputError, without the path of the folder.
  std::string error_of(const std::string& added, const std::string& optimizations = "'direct'",
                       const std::string& times = "[1]") const {
    const std::string path = write(added, optimizations, times);
    const std::string message = input_error_of([&] { parse_suite(path); });
    const std::string prefix = folder_.path().string() + "/";
    return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
  }
  const fs::path& path() const { return folder_.path(); }

 private:
  TempFolder folder_;
};

}  // namespace imcbench::test
