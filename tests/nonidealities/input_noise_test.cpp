// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// 4096 reads of one input on two columns of weight 1: mean and deviation within 5 standard errors,
// false alarm 1.2e-6. Both columns see the same noisy input.
TEST(InputNoise, BelongsToTheInput) {
  constexpr std::uint32_t kReads = 4096;
  const double times[] = {0.0};
  const std::vector<float> weight(2, 1.0f), x(kReads, 0.9f);
  Hardware hardware = testing_tile::only({"input_noise"});
  hardware["input_noise"].values.set("sigma", 0.2);
  const testing_tile::OneTile tile(hardware, 1, 2, weight, times);
  ChipCpu chip(tile.analog, kReads);
  chip.program(0, 0);
  const float* y = chip.forward(x.data(), kReads, 0);
  double sum = 0.0, squares = 0.0, largest = 0.0;
  for (std::uint32_t r = 0; r < kReads; ++r) {
    EXPECT_EQ(y[2 * r], y[2 * r + 1]);
    const double e = static_cast<double>(y[2 * r]) - static_cast<double>(x[r]);
    sum += e;
    squares += e * e;
    largest = std::fmax(largest, static_cast<double>(y[2 * r]));
  }
  EXPECT_NEAR(sum / kReads, 0.0, 5 * 0.2 / std::sqrt(kReads));
  EXPECT_NEAR(std::sqrt(squares / kReads), 0.2, 5 * 0.2 / std::sqrt(2.0 * kReads));
  EXPECT_GT(largest, 1.1);  // not clipped to the input range again
}

TEST(InputNoise, ZeroStrengthIsTheIdentity) {
  EXPECT_EQ(bound<InputNoise>({{"sigma", 0.0}})(-0.7f, 3.0f), -0.7f);
}

TEST(InputNoise, LawIsTheFunctorAtEveryDraw) {
  const auto noise = bound<InputNoise>({{"sigma", 0.1}});
  const Law law = law_of<InputNoise>(-0.4, {{"sigma", 0.1}});
  for (const double z : {-2.5, 0.0, 1.2}) {
    EXPECT_NEAR(law.quantile(normal_cdf(z)), -0.4 + 0.1 * z, 1e-8);
    EXPECT_NEAR(noise(-0.4f, static_cast<float>(z)), -0.4 + 0.1 * z, 1e-7);
  }
}

}  // namespace
}  // namespace imcbench
