// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/param.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr ParamInfo kInfos[] = {
    {"sigma", "1", 0.04, 0.0, 100.0, "A deviation.", "test"},
    {"steps", "steps", 254, 2, 65536, "A count.", "test", ParamType::integer}};

TEST(Param, DefaultsAndChanges) {
  ParamValues values = ParamValues::defaults(kInfos);
  EXPECT_EQ(values["sigma"], 0.04);
  EXPECT_EQ(values["steps"], 254.0);
  values.set("steps", 30);
  EXPECT_EQ(values["steps"], 30.0);
  EXPECT_EQ(values["sigma"], 0.04);
  EXPECT_THROW(values["unknown"], std::logic_error);
  EXPECT_THROW(values.set("unknown", 1), std::logic_error);
}

TEST(Param, ValuesAreWrittenAsInASuiteFile) {
  constexpr ParamInfo kMode{"mode", "1", 0, 0, 2, "M.", "t", ParamType::choice, "a|bc|d"};
  constexpr ParamInfo kFlag{"flag", "1", 0, 0, 1, "F.", "t", ParamType::boolean};
  EXPECT_EQ(choice_names(kMode), (std::vector<std::string>{"a", "bc", "d"}));
  EXPECT_EQ(value_text(kMode, 1.0), "\"bc\"");
  EXPECT_EQ(value_text(kFlag, 0.0), "false");
  EXPECT_EQ(value_text(kFlag, 1.0), "true");
  EXPECT_EQ(value_text(kInfos[0], 0.1), "0.1");
  EXPECT_EQ(value_text(kInfos[1], 254.0), "254");
}

TEST(Param, BooleansAreReadAsTheyAreWritten) {
  constexpr ParamInfo kFlag[] = {{"flag", "1", 0, 0, 1, "F.", "t", ParamType::boolean}};
  ParamValues values = ParamValues::defaults(kFlag);
  values.set_from_text("flag = true", "t");
  EXPECT_EQ(values["flag"], 1.0);
  values.set_from_text("flag = false", "t");
  EXPECT_EQ(values["flag"], 0.0);
  EXPECT_THROW(values.set_from_text("flag = 1", "t"), InputError);
}

TEST(Param, RangesAreInclusiveAndExcludeNan) {
  for (const double good : {0.0, 0.04, 100.0}) EXPECT_NO_THROW(check_range(kInfos[0], good, "t"));
  for (const double bad : {-1e-9, 100.1, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(check_range(kInfos[0], bad, "t"), InputError) << bad;
  }
  EXPECT_NO_THROW(check_range(kInfos[1], 2.0, "t"));
  EXPECT_THROW(check_range(kInfos[1], 2.5, "t"), InputError);
}

TEST(Param, MessageNamesPlaceValueAndRange) {
  try {
    check_range(kInfos[0], 101.0, "suite.toml:4");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "suite.toml:4: 'sigma' = 101 is out of range; allowed: 0 to 100 (1)");
  }
}

}  // namespace
}  // namespace imcbench
