// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// 4096 columns with sums of 0 and 2: the same offsets, of mean 0 and deviation sigma, within 5
// standard errors: false alarm 1.2e-6.
TEST(ConverterOffset, BelongsToTheColumnWhateverItsSum) {
  constexpr std::uint32_t kOutputs = 4096;
  const double times[] = {0.0};
  const std::vector<float> weight(2 * kOutputs, 1.0f);
  const testing_tile::OneTile tile(testing_tile::only({"converter_offset"}), 2, kOutputs, weight,
                                   times);
  ChipCpu chip(tile.analog, 2);
  chip.program(0, 0);
  const float x[] = {0.0f, 0.0f, 1.0f, 1.0f};
  const float* y = chip.forward(x, 2, 0);
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    const double e = static_cast<double>(y[n]);
    EXPECT_NEAR(y[kOutputs + n], 2.0 + e, 1e-6);
    sum += e;
    squares += e * e;
  }
  EXPECT_NEAR(sum / kOutputs, 0.0, 5 * 0.04 / std::sqrt(kOutputs));
  EXPECT_NEAR(std::sqrt(squares / kOutputs), 0.04, 5 * 0.04 / std::sqrt(2.0 * kOutputs));
}

TEST(ConverterOffset, ZeroStrengthIsTheIdentity) {
  Read read;
  read.column[0] = 3.0f;
  EXPECT_EQ(bound<ConverterOffset>({{"sigma", 0.0}})(-3.3f, read), -3.3f);
}

TEST(ConverterOffset, LawIsTheFunctorAtEveryDraw) {
  const ColumnSubject column = some_column();
  const Law law = law_of<ConverterOffset>(column, {{"sigma", 0.5}}, kColumnContext);
  for (const double z : {-2.0, 0.3, 1.0}) {
    const double value = column.ideal(kColumnContext) + 0.5 * z;
    EXPECT_NEAR(law.quantile(normal_cdf(z)), value, 1e-7);
    EXPECT_NEAR(applied(bound<ConverterOffset>({{"sigma", 0.5}}), column, static_cast<float>(z)),
                value, 1e-5);
  }
}

}  // namespace
}  // namespace imcbench
