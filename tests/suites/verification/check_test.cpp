// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/check.h"

#include <gtest/gtest.h>

#include <cmath>

namespace imcbench {
namespace {

TEST(CheckRow, ExactRowsPassWithinTheirTolerance) {
  EXPECT_TRUE(exact_row("a", "b", 1.0, 1.0).passed(1e-3));
  EXPECT_TRUE(exact_row("a", "b", 1.25, 1.0, 0.25).passed(1e-3));
  EXPECT_FALSE(exact_row("a", "b", 1.26, 1.0, 0.25).passed(1e-3));
  EXPECT_FALSE(exact_row("a", "b", std::nan(""), 1.0, 0.25).passed(1e-3));
  EXPECT_TRUE(exact_row("a", "b", 1.0, 1.0).is_exact());
}

TEST(CheckRow, TestsPassDownToTheirShareOfAlpha) {
  const CheckRow row = tested_row("a", "b", 2.0, 1.0, 0.0455002638963584, true);
  EXPECT_FALSE(row.is_exact());
  EXPECT_NEAR(row.z, 2.0, 1e-9);
  EXPECT_NEAR(tested_row("a", "b", 0.0, 1.0, 0.0455002638963584, false).z, -2.0, 1e-9);
  EXPECT_TRUE(row.passed(0.045));
  EXPECT_FALSE(row.passed(0.046));
}

TEST(CheckRow, UndefinedStatisticsFail) {
  const CheckRow row = tested_row("a", "b", std::nan(""), 0.0, std::nan(""), false);
  EXPECT_FALSE(row.is_exact());
  EXPECT_FALSE(row.passed(1e-300));
}

Verification example() {
  Verification v;
  v.add(tested_row("noise", "mean", 1.5, 1.0, 3e-4, true));
  v.add({tested_row("noise", "variance", 2.0, 2.1, 0.4, false), exact_row("map", "sign", 1, 1)});
  return v;
}

// 3e-4 fails alone at 1e-3 but among four tests, at 2.5e-4, passes; exact rows take no share.
TEST(Verification, TestsShareTheFalseAlarmRate) {
  Verification v = example();
  EXPECT_EQ(v.tests(), 2u);
  EXPECT_DOUBLE_EQ(v.alpha_per_row(), 5e-4);
  EXPECT_EQ(v.failures(), 1u);
  v.add({tested_row("a", "b", 0, 0, 0.5, true), tested_row("a", "c", 0, 0, 0.5, true)});
  EXPECT_EQ(v.failures(), 0u);
  v.add(exact_row("a", "d", 0, 1));
  EXPECT_EQ(v.failures(), 1u);
}

TEST(Verification, Table) {
  EXPECT_EQ(
      example().text(),
      "subject  quantity          value       expected        z  verdict\n"
      "noise    mean                1.5              1    +3.62  FAIL\n"
      "noise    variance              2            2.1    -0.84  ok\n"
      "map      sign                  1              1    exact  ok\n"
      "3 rows: 2 tests with false-alarm rate 0.001 together (0.0005 each), 1 exact; 1 failed\n");
}

TEST(Verification, Json) {
  const auto json = example().json();
  EXPECT_EQ(json["tests"], 2);
  EXPECT_EQ(json["failures"], 1);
  EXPECT_EQ(json["rows"].size(), 3u);
  EXPECT_EQ(json["rows"][0]["subject"], "noise");
  EXPECT_EQ(json["rows"][0]["verdict"], "FAIL");
  EXPECT_EQ(json["rows"][1]["p"], 0.4);
  EXPECT_TRUE(json["rows"][2]["z"].is_null());
  EXPECT_EQ(json["rows"][2]["verdict"], "ok");
}

TEST(Verification, EmptyHasNoFailures) {
  EXPECT_EQ(Verification().failures(), 0u);
  EXPECT_EQ(Verification().json()["rows"].size(), 0u);
}

}  // namespace
}  // namespace imcbench
