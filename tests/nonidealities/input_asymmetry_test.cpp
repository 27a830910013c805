// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(InputAsymmetry, OnlyNegativeInputsLose) {
  const auto asymmetry = bound<InputAsymmetry>({{"asymmetry", 0.25}});
  EXPECT_EQ(asymmetry(0.5f, 0.0f), 0.5f);
  EXPECT_EQ(asymmetry(-0.5f, 0.0f), -0.375f);
  EXPECT_EQ(bound<InputAsymmetry>({{"asymmetry", -0.5}})(-0.5f, 0.0f), -0.75f);
  EXPECT_EQ(bound<InputAsymmetry>({{"asymmetry", 0.0}})(-0.3f, 0.0f), -0.3f);
}

TEST(InputAsymmetry, LawIsExact) {
  EXPECT_NEAR(law_of<InputAsymmetry>(-0.6).mean(), -0.57, 1e-12);
  EXPECT_NEAR(law_of<InputAsymmetry>(0.6).mean(), 0.6, 1e-12);
  EXPECT_TRUE(law_of<InputAsymmetry>(-0.6).is_exact());
}

}  // namespace
}  // namespace imcbench
