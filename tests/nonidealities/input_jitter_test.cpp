// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(InputJitter, IsAShareOfTheInput) {
  const auto jitter = bound<InputJitter>({{"sigma", 0.1}});
  EXPECT_FLOAT_EQ(jitter(0.5f, 2.0f), 0.6f);
  EXPECT_FLOAT_EQ(jitter(-0.5f, 2.0f), -0.6f);
  EXPECT_EQ(jitter(0.0f, 2.0f), 0.0f);
}

TEST(InputJitter, ZeroStrengthIsTheIdentity) {
  EXPECT_EQ(bound<InputJitter>({{"sigma", 0.0}})(-0.7f, 3.0f), -0.7f);
}

TEST(InputJitter, LawHasTheMomentsOfTheFormula) {
  const Law law = law_of<InputJitter>(-0.4, {{"sigma", 0.1}});
  EXPECT_NEAR(law.mean(), -0.4, 1e-9);
  EXPECT_NEAR(law.variance(), 0.04 * 0.04, 1e-9);
}

}  // namespace
}  // namespace imcbench
