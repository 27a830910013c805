// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(OutputAsymmetry, OnlyNegativeSumsLose) {
  const auto asymmetry = bound<OutputAsymmetry>({{"asymmetry", 0.25}});
  EXPECT_EQ(asymmetry(2.0f, Read{}), 2.0f);
  EXPECT_EQ(asymmetry(0.0f, Read{}), 0.0f);
  EXPECT_EQ(asymmetry(-2.0f, Read{}), -1.5f);
  EXPECT_EQ(bound<OutputAsymmetry>({{"asymmetry", 1.0}})(-2.0f, Read{}), 0.0f);
  EXPECT_EQ(bound<OutputAsymmetry>({{"asymmetry", 0.0}})(-1.3f, Read{}), -1.3f);
}

TEST(OutputAsymmetry, LawIsExact) {
  for (const double s : {-0.8, 0.6}) {
    const Law law =
        law_of<OutputAsymmetry>(column_of_sum(s), {{"asymmetry", 0.25}}, kColumnContext);
    ASSERT_TRUE(law.is_exact());
    EXPECT_NEAR(law.mean(), s < 0 ? 0.75 * s : s, 1e-12);
  }
}

}  // namespace
}  // namespace imcbench
