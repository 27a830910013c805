// SPDX-License-Identifier: Apache-2.0
// The examples in suites/README.md are read as they stand.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "suites/experiments/studies/study.h"
#include "tests/suites/experiments/factor_file.h"

namespace imcbench {

namespace {

// The TOML block of the README that starts with [NAME].
std::string example(const std::string& name) {
  std::ifstream file(IMCBENCH_SUITES "/README.md");
  std::stringstream content;
  content << file.rdbuf();
  const std::string page = content.str(), start = "```toml\n[" + name + "]";
  const auto at = page.find(start);
  if (at == std::string::npos) return "";
  return page.substr(at + 8, page.find("```", at + 8) - at - 8);
}

Suite suite_with(const std::string& studies) {
  const test::TempFolder folder;
  const std::string text =
      "schema = 1\nname = 's'\nversion = 1\nseed = 1\n[network]\nmodels = ['lenet-mnist']\n"
      "optimizations = ['direct']\n[data]\nset = 'glyphs'\nsamples = 4\n[chips]\ncount = 2\n"
      "times_s = [1, 86400]\naccuracy_target = 0.1\n[hardware]\nbase = 'standard'\n" +
      studies;
  const std::string path = (folder / "suite.toml").string();
  test::write_plain(path, test::Bytes(text.begin(), text.end()));
  return parse_suite(path);
}

TEST(Examples, of_the_studies_are_read_in_a_suite) {
  ASSERT_NE(example("variance"), "");
  ASSERT_NE(example("rare_failure"), "");
  const Suite suite = suite_with(example("variance") + example("rare_failure"));
  ASSERT_EQ(suite.studies.size(), 2u);
  EXPECT_EQ(suite.studies[0].study->plan(suite).chips, 256u * 8u);
  EXPECT_EQ(suite.studies[1].study->plan(suite).chips, 7u * 500u + 2000u + 100'000u);
}

TEST(Examples, without_their_tables_no_study_runs) { EXPECT_TRUE(suite_with("").studies.empty()); }

}  // namespace

}  // namespace imcbench
