// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

TEST(ConverterGain, MultipliesTheSum) {
  Read read;
  read.column[0] = 2.0f;
  const auto gain = bound<ConverterGain>({{"sigma", 0.05}});
  EXPECT_FLOAT_EQ(gain(4.0f, read), 4.4f);
  EXPECT_FLOAT_EQ(gain(-4.0f, read), -4.4f);
  EXPECT_EQ(gain(0.0f, read), 0.0f);
  EXPECT_EQ(bound<ConverterGain>({{"sigma", 0.0}})(-3.3f, read), -3.3f);
}

TEST(ConverterGain, LawIsTheFunctorAtEveryDraw) {
  for (const double bias : {-0.2, 0.3}) {
    const ColumnSubject column = some_column(bias);
    const double s = column.ideal(kColumnContext);
    const Law law = law_of<ConverterGain>(column, {{"sigma", 0.2}}, kColumnContext);
    EXPECT_NEAR(law.mean(), s, 1e-8);
    EXPECT_NEAR(law.variance(), 0.04 * s * s, 1e-8);
    for (const double z : {-2.0, 0.3, 1.0}) {
      const float got =
          applied(bound<ConverterGain>({{"sigma", 0.2}}), column, static_cast<float>(z));
      EXPECT_NEAR(got, s * (1 + 0.2 * z), 1e-5);
      EXPECT_NEAR(law.cdf(s * (1 + 0.2 * z)), normal_cdf(s > 0 ? z : -z), 1e-9);
    }
  }
}

TEST(ConverterGain, LawOfAZeroSumIsExact) {
  EXPECT_TRUE(law_of<ConverterGain>(column_of_sum(0.0), {}, kColumnContext).is_exact());
}

}  // namespace
}  // namespace imcbench
