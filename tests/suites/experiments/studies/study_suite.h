// SPDX-License-Identifier: Apache-2.0
// A small suite file around the table of a study.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "suites/experiments/studies/study.h"
#include "tests/datasets/support.h"

namespace imcbench::test {

inline Suite study_suite(const std::string& study, const std::string& models = "'lenet-mnist'",
                         const std::string& hardware = "") {
  const TempFolder folder;
  const std::string path = (folder / "suite.toml").string();
  std::ofstream(path) << "schema = 1\nname = 's'\nversion = 1\nseed = 1\n[network]\nmodels = [" +
                             models +
                             "]\noptimizations = ['direct']\n[data]\nset = 'glyphs'\nsamples = 4\n"
                             "[chips]\ncount = 2\ntimes_s = [1, 3600]\naccuracy_target = 0.1\n"
                             "[hardware]\nbase = 'standard'\n" + hardware + study;
  return parse_suite(path);
}

inline nlohmann::ordered_json run_study(const Suite& suite, TrialSource& source) {
  const auto outcome = suite.studies.at(0).study->run(suite, source);
  EXPECT_TRUE(outcome.has_value());
  return outcome.value_or(nlohmann::ordered_json{});
}

// The message with which the suite is refused; "" when it is not.
inline std::string refusal(const std::string& study, const std::string& hardware = "") {
  try {
    study_suite(study, "'lenet-mnist'", hardware);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace imcbench::test
