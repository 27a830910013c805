// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/human_time.h"

#include <gtest/gtest.h>

#include "suites/experiments/memory.h"
#include "suites/experiments/progress.h"

namespace imcbench {

namespace {

TEST(HumanTime, whole_units_are_named) {
  EXPECT_EQ(human_time(1), "1 s");
  EXPECT_EQ(human_time(3600), "1 h");
  EXPECT_EQ(human_time(86400), "1 day");
  EXPECT_EQ(human_time(2592000), "30 days");
  EXPECT_EQ(human_time(31536000), "1 year");
  EXPECT_EQ(human_time(90), "90 s");
}

TEST(HumanTime, other_times_are_in_seconds) {
  EXPECT_EQ(human_time(0), "0 s");
  EXPECT_EQ(human_time(0.25), "0.25 s");
  EXPECT_EQ(human_time(2.5e13), "2.5e+13 s");
}

TEST(HumanDuration, two_units_at_most) {
  EXPECT_EQ(human_duration(0.4), "0 s");
  EXPECT_EQ(human_duration(59.6), "1 min 0 s");
  EXPECT_EQ(human_duration(125), "2 min 5 s");
  EXPECT_EQ(human_duration(3 * 3600 + 65), "3 h 1 min");
}

TEST(HumanBytes, binary_units) {
  EXPECT_EQ(human_bytes(512), "512 B");
  EXPECT_EQ(human_bytes(1536), "1.5 KiB");
  EXPECT_EQ(human_bytes(std::size_t{3} << 30), "3.0 GiB");
}

}  // namespace

}  // namespace imcbench
