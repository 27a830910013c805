// SPDX-License-Identifier: Apache-2.0
// What rtn_per_read and rtn_per_image have in common: one word per device, and its law.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/nonidealities/support.h"

namespace imcbench::testing_fluctuation {

inline constexpr PhiloxKey kStream{2024u, 731u};
inline constexpr std::uint32_t kDevices = 4096;

// Of kDevices devices, how many are in the same state at two reads?
template <class F>
std::uint32_t unchanged(const ReadTime& a, const ReadTime& b, std::uint32_t chip_b = 0) {
  const F rtn = testing_nonideality::bound<F>();
  std::uint32_t equal = 0;
  for (std::uint32_t e = 0; e < kDevices; ++e) {
    equal += rtn.shift_uS(10.0f, FluctuationDraws{kStream, 0, e, a}) ==
             rtn.shift_uS(10.0f, FluctuationDraws{kStream, chip_b, e, b});
  }
  return equal;
}

// Independent fair states agree in half of the devices: within 5 deviations, 32 each, false alarm
// 6e-7 per use.
inline void expect_redrawn(std::uint32_t equal) { EXPECT_NEAR(equal, kDevices / 2.0, 5 * 32.0); }

inline constexpr ReadTime kTime{3, 5, 49, 0}, kNextImage{4, 5, 49, 0}, kNextPosition{3, 6, 49, 0},
    kRepeat{3, 5, 49, 1};

// Shifts of 2^16 devices of one read against the law: mean within 5 standard errors, the share of
// each of the four states within 5. False alarm 2 * 5 * 6e-7 = 6e-6.
template <class F>
void expect_law() {
  ParamValues p = ParamValues::defaults(F::params);
  p.set("beta", 0.5);
  p.set("traps", 2.0);
  const F rtn = F::bind(p, testing_nonideality::kContext);
  const Law law = F::law(p, testing_nonideality::kContext, 6.25);
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

}  // namespace imcbench::testing_fluctuation
