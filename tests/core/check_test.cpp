// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/check.h"

#include <gtest/gtest.h>

namespace imcbench {
namespace {

const std::vector<std::string> kNames{"adc", "dac", "ir_drop", "output_noise"};

TEST(Check, NearestName) {
  EXPECT_EQ(nearest_name("output_nois", kNames), "output_noise");
  EXPECT_EQ(nearest_name("irdrop", kNames), "ir_drop");
  EXPECT_EQ(nearest_name("completely_else", kNames), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(Check, Suggestion) {
  EXPECT_EQ(suggestion("output_nois", kNames), "; did you mean 'output_noise'?");
  EXPECT_EQ(suggestion("completely_else", kNames), "; valid: adc, dac, ir_drop, output_noise");
  EXPECT_EQ(suggestion("x", {}), "");
  const std::vector<std::string> many(13, "long_name");
  EXPECT_TRUE(suggestion("?", many).ends_with(", ..."));
}

TEST(Check, ErrorsCarryTheirText) {
  try {
    input_error("file.toml:{}: bad", 3);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "file.toml:3: bad");
  }
  EXPECT_THROW(IMC_EXPECT(1 == 2), std::logic_error);
  EXPECT_NO_THROW(IMC_EXPECT(1 == 1));
}

}  // namespace
}  // namespace imcbench
