// SPDX-License-Identifier: Apache-2.0
// Ranges give the numbers one would write by hand, digit for digit.
#include "suites/config/value_range.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::expect_contains;

class ValueRange : public ::testing::Test {
 protected:
  std::vector<double> read(const std::string& text, double min = -1e300, double max = 1e300) {
    test::write_plain(folder_ / "t.toml", test::Bytes(text.begin(), text.end()));
    TomlTable table = TomlTable::parse_file((folder_ / "t.toml").string());
    return read_range(table, min, max);
  }
  std::string error_of(const std::string& text, double min = -1e300, double max = 1e300) {
    return test::input_error_of([&] { read(text, min, max); });
  }
  test::TempFolder folder_;
};

TEST_F(ValueRange, linear_has_the_decimal_numbers_one_expects) {
  EXPECT_EQ(read("linear = [0, 0.3, 4]"), (std::vector<double>{0, 0.1, 0.2, 0.3}));
  EXPECT_EQ(read("linear = [-0.1, 0.3, 5]"), (std::vector<double>{-0.1, 0, 0.1, 0.2, 0.3}));
  EXPECT_EQ(read("linear = [0, 0.1, 11]"),
            (std::vector<double>{0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1}));
  EXPECT_EQ(read("linear = [5, 1, 3]"), (std::vector<double>{5, 3, 1}));
}

TEST_F(ValueRange, powers_of_ten_and_two_are_exact) {
  EXPECT_EQ(read("log10 = [1e-3, 1e3, 7]"),
            (std::vector<double>{1e-3, 1e-2, 1e-1, 1, 10, 100, 1000}));
  EXPECT_EQ(read("log10 = [1000, 1, 4]"), (std::vector<double>{1000, 100, 10, 1}));
  const std::vector<double> twos = read("log2 = [1.0, 1152921504606846976, 61]");
  for (int k = 0; k <= 60; ++k) EXPECT_EQ(twos.at(k), std::ldexp(1.0, k)) << k;
  const std::vector<double> halves = read("log2 = [1, 9.5367431640625e-7, 21]");
  for (int k = 0; k <= 20; ++k) EXPECT_EQ(halves.at(k), std::ldexp(1.0, -k)) << k;
}

TEST_F(ValueRange, between_powers_it_has_twelve_digits) {
  EXPECT_EQ(read("log10 = [1, 10, 3]"), (std::vector<double>{1, 3.16227766017, 10}));
  EXPECT_EQ(read("log2 = [1, 2, 3]"), (std::vector<double>{1, 1.41421356237, 2}));
}

TEST_F(ValueRange, ends_are_the_numbers_as_written) {
  for (const char* kind : {"linear", "log2", "log10"}) {
    const std::vector<double> values =
        read(std::string(kind) + " = [0.1234567890123456, 86400.123456789012, 5]");
    EXPECT_EQ(values.front(), 0.1234567890123456) << kind;
    EXPECT_EQ(values.back(), 86400.123456789012) << kind;
    EXPECT_EQ(values.size(), 5u);
    for (std::size_t i = 1; i < 5; ++i) EXPECT_LT(values[i - 1], values[i]) << kind;
  }
}

TEST_F(ValueRange, mistakes_are_named_where_they_are) {
  const std::pair<const char*, const char*> cases[] = {
      {"log10 = [-1, 1, 3]",
       "t.toml:1:9: 'log10' = [-1, ...] takes a logarithm; its ends must be "
       "above 0"},
      {"log2 = [0, 1, 3]", "'log2' = [0, ...] takes a logarithm"},
      {"log2 = [8, 0, 3]", "takes a logarithm"},
      {"linear = [0, 1, 1]", "t.toml:1:10: 'linear': 1 points; a whole number from 2 to 1000000"},
      {"linear = [0, 1, 2.5]", "2.5 points; a whole number"},
      {"linear = [0, 1, -3]", "-3 points"},
      {"linear = [0, 1, 1e9]", "points; a whole number from 2"},
      {"linear = [0, 1, nan]", "out of range"},
      {"linear = [0, 1]", "'linear' must be [from, to, points], not 2 numbers"},
      {"linear = [0, 1, 2, 3]", "not 4 numbers"},
      {"linear = []", "'linear' is empty"},
      {"linear = 3", "'linear' must be an array of numbers"},
      {"linear = ['a', 1, 2]", "'linear' must be a number, not a string"},
      {"linear = [2, 2, 3]", "'linear' goes from 2 to itself"},
      {"linear = [nan, 1, 3]", "out of range"},
      {"linear = [0, 1, 3]\nlog2 = [1, 2, 3]",
       "t.toml:2:8: 'linear' and 'log2' exclude each other"},
      {"linaer = [0, 1, 3]", "t.toml:1:1: unknown key 'linaer'; did you mean 'linear'?"},
      {"", "one of linear, log2, log10 is needed"},
  };
  for (const auto& [text, expected] : cases) expect_contains(error_of(text), expected);
  expect_contains(error_of("linear = [0, 200, 3]", 0, 100),
                  "t.toml:1:10: 'linear': 200 is out of range; allowed: 0 to 100");
}

}  // namespace
}  // namespace imcbench
