// SPDX-License-Identifier: Apache-2.0
// The two exact kinds that draw one word: per read and per image.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::kContext;

constexpr PhiloxKey kStream{2024u, 731u};
constexpr std::uint32_t kDevices = 4096;

// Of kDevices devices, how many are in the same state at two reads?
template <class F>
std::uint32_t unchanged(const ReadTime& a, const ReadTime& b, std::uint32_t chip_b = 0) {
  const F rtn = bound<F>();
  std::uint32_t equal = 0;
  for (std::uint32_t e = 0; e < kDevices; ++e) {
    equal += rtn.shift_uS(10.0f, FluctuationDraws{kStream, 0, e, a}) ==
             rtn.shift_uS(10.0f, FluctuationDraws{kStream, chip_b, e, b});
  }
  return equal;
}

// Independent fair states agree in half of the devices: within 5 deviations, 32 each; 7 uses, false
// alarm 4e-6.
void expect_redrawn(std::uint32_t equal) { EXPECT_NEAR(equal, kDevices / 2.0, 5 * 32.0); }

constexpr ReadTime kTime{3, 5, 49, 0}, kNextImage{4, 5, 49, 0}, kNextPosition{3, 6, 49, 0},
    kRepeat{3, 5, 49, 1};

TEST(RtnPerRead, RedrawnAtEveryPositionImageRepeatAndChip) {
  EXPECT_EQ(unchanged<RtnPerRead>(kTime, kTime), kDevices);
  expect_redrawn(unchanged<RtnPerRead>(kTime, kNextImage));
  expect_redrawn(unchanged<RtnPerRead>(kTime, kNextPosition));
  expect_redrawn(unchanged<RtnPerRead>(kTime, kRepeat));
  expect_redrawn(unchanged<RtnPerRead>(kTime, kTime, 1));
}

TEST(RtnPerImage, RedrawnAtEveryImageAndChipOnly) {
  EXPECT_EQ(unchanged<RtnPerImage>(kTime, kNextPosition), kDevices);
  EXPECT_EQ(unchanged<RtnPerImage>(kTime, kRepeat), kDevices);
  expect_redrawn(unchanged<RtnPerImage>(kTime, kNextImage));
  expect_redrawn(unchanged<RtnPerImage>(kTime, kTime, 1));
}

// Shifts of 2^16 devices of one read against the law: mean within 5 standard errors, the share of
// each of the four states within 5. False alarm 2 * 5 * 6e-7 = 6e-6.
template <class F>
void expect_law() {
  ParamValues p = ParamValues::defaults(F::params);
  p.set("beta", 0.5);
  p.set("traps", 2.0);
  const F rtn = F::bind(p, kContext);
  const Law law = F::law(p, kContext, 6.25);
  constexpr std::uint32_t kCount = 1 << 16;
  double sum = 0.0;
  std::vector<std::uint32_t> counts(law.atoms().size());
  ASSERT_EQ(counts.size(), 4u);
  for (std::uint32_t e = 0; e < kCount; ++e) {
    const double g =
        6.25 + static_cast<double>(rtn.shift_uS(6.25f, FluctuationDraws{kStream, 9, e, kTime}));
    sum += g;
    for (std::size_t k = 0; k < 4; ++k) counts[k] += std::fabs(g - law.atoms()[k].value) < 1e-5;
  }
  EXPECT_NEAR(sum / kCount, law.mean(), 5 * std::sqrt(law.variance() / kCount));
  for (const std::uint32_t count : counts) {
    EXPECT_NEAR(count, kCount / 4.0, 5 * std::sqrt(kCount * 3.0 / 16));
  }
}

TEST(RtnPerRead, Law) { expect_law<RtnPerRead>(); }
TEST(RtnPerImage, Law) { expect_law<RtnPerImage>(); }

TEST(RtnPerRead, ZeroStrengthIsTheIdentity) {
  const FluctuationDraws draws{kStream, 0, 1, kTime};
  EXPECT_EQ(bound<RtnPerRead>({{"kappa", 0.0}}).shift_uS(3.3f, draws), 0.0f);
  EXPECT_EQ(bound<RtnPerImage>({{"kappa", 0.0}}).shift_uS(3.3f, draws), 0.0f);
}

}  // namespace
}  // namespace imcbench
