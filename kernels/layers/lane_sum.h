// SPDX-License-Identifier: Apache-2.0
// Sums and maxima over a row in one fixed order that vectors can follow: term i goes to lane i mod
// 16 in ascending order, then the upper half of the lanes is joined to the lower until one is left.
#pragma once

#include <cstdint>

#include "kernels/core/math.h"

namespace imcbench {

inline constexpr std::uint32_t kSumLanes = 16;

// join(join(start, term(0)), term(16)) ... of every lane; then the lanes.
template <class Term, class Join>
IMC_HD float lane_reduce(std::uint32_t count, float start, const Term& term, const Join& join) {
  float lane[kSumLanes];
  IMC_UNROLL
  for (std::uint32_t l = 0; l < kSumLanes; ++l) lane[l] = start;
  const std::uint32_t whole = count / kSumLanes * kSumLanes;
  for (std::uint32_t i = 0; i < whole; i += kSumLanes) {
    IMC_UNROLL
    for (std::uint32_t l = 0; l < kSumLanes; ++l) lane[l] = join(lane[l], term(i + l));
  }
  IMC_UNROLL
  for (std::uint32_t l = 0; l < kSumLanes; ++l) {
    if (whole + l < count) lane[l] = join(lane[l], term(whole + l));
  }
  IMC_UNROLL
  for (std::uint32_t l = 0; l < 8; ++l) lane[l] = join(lane[l], lane[l + 8]);
  IMC_UNROLL
  for (std::uint32_t l = 0; l < 4; ++l) lane[l] = join(lane[l], lane[l + 4]);
  IMC_UNROLL
  for (std::uint32_t l = 0; l < 2; ++l) lane[l] = join(lane[l], lane[l + 2]);
  return join(lane[0], lane[1]);
}

// Sum of term(i), i < count.
template <class Term>
IMC_HD float lane_sum(std::uint32_t count, const Term& term) {
  return lane_reduce(count, 0.0f, term, [](float a, float b) IMC_INLINE { return a + b; });
}

// Largest term(i), at least `lowest`; NaN terms are passed over.
template <class Term>
IMC_HD float lane_max(std::uint32_t count, float lowest, const Term& term) {
  return lane_reduce(count, lowest, term,
                     [](float a, float b) IMC_INLINE { return max_f(b, a); });
}

}  // namespace imcbench
