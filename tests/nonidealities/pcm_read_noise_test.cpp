// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/column_reads.h"
#include "tests/nonidealities/column_samples.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

// 4096 reads of one input vector on 32 columns: variance sigma^2 sum_j |w_j| x_j^2 and mean s.
// Each column's variance is within 6 of its standard errors, sqrt(2 / 4096), and its mean within 6:
// false alarm 64 * 2e-9 = 1.3e-7.
TEST(PcmReadNoise, VarianceOfAColumn) {
  constexpr std::uint32_t kOutputs = 32, kReads = 4096;
  std::vector<float> x = testing_tile::normals(2, 100);
  for (float& value : x) value = clamp_f(0.5f * value, -1.0f, 1.0f);
  const testing_column::Reads got =
      testing_column::read_columns(testing_tile::only({"pcm_read_noise"}), x, kOutputs, kReads);
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    double sum = 0.0, squares = 0.0, power = 0.0;
    for (std::uint32_t r = 0; r < kReads; ++r) {
      const double e = got.noise[r * kOutputs + n];
      sum += e;
      squares += e * e;
    }
    for (std::size_t k = 0; k < x.size(); ++k) {
      const double w = (got.column[n].plus_uS[k] - got.column[n].minus_uS[k]) / 25.0;
      power += std::fabs(w) * static_cast<double>(x[k]) * static_cast<double>(x[k]);
    }
    const double variance = 0.0175 * 0.0175 * power;
    EXPECT_NEAR(squares / kReads / variance, 1.0, 6 * std::sqrt(2.0 / kReads)) << n;
    EXPECT_NEAR(sum / kReads / std::sqrt(variance / kReads), 0.0, 6.0) << n;
  }
}

TEST(PcmReadNoise, GrowsAsTheRootOfThePower) {
  const auto noise = bound<PcmReadNoise>();
  EXPECT_NEAR(noise(1.0f, Read{.read_power = 64.0f, .xi = 2.0f}), 1.0 + 0.0175 * 8 * 2, 1e-6);
  EXPECT_EQ(noise(1.0f, Read{.read_power = 0.0f, .xi = 2.0f}), 1.0f);
}

// Weights 0.8, -0.4, 0.16 at inputs 0.5, -1, 0.25.
TEST(PcmReadNoise, LawByHand) {
  const ParamValues p = ParamValues::defaults(PcmReadNoise::params);
  const Law law = PcmReadNoise::law(p, kContext, three_inputs());
  EXPECT_NEAR(law.mean(), 0.4 + 0.4 + 0.04, 1e-9);
  EXPECT_NEAR(std::sqrt(law.variance()), 0.0175 * std::sqrt(0.2 + 0.4 + 0.01), 1e-9);
  EXPECT_NEAR(deviation_of(bound<PcmReadNoise>(), kContext, three_inputs()),
              0.0175 * std::sqrt(0.61), 1e-8);
}

TEST(PcmReadNoise, ZeroStrengthIsTheIdentity) {
  const auto noise = bound<PcmReadNoise>({{"sigma", 0.0}});
  EXPECT_EQ(noise(-3.3f, Read{.read_power = 64.0f, .xi = 5.0f}), -3.3f);
}

}  // namespace
}  // namespace imcbench
