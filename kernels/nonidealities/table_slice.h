// SPDX-License-Identifier: Apache-2.0
// A measured device at one time and one temperature: mean and standard deviation against the target
// conductance, as plain data that a kernel takes by value.
//
// Between two knots both are linear. Left of the first and right of the last knot they keep the
// value of that knot: a conductance that noise has pushed out of the measured window meets the
// noise of the window's edge. What is mapped has to lie inside: DeviceTable::require_covers().
#pragma once

#include <cstdint>
#include <span>

#include "kernels/core/math.h"

namespace imcbench {

inline constexpr std::uint32_t kTableKnots = 32;

struct TableValue {
  float mean, sigma;  // [uS], or [1] for a drift exponent
};

struct TableSlice {
  float knot_uS[kTableKnots];  // rising targets; behind the last one its repetitions, of no width
  float mean_slope[kTableKnots - 1], sigma_slope[kTableKnots - 1];
  TableValue first;  // at the first knot

  // value0 + sum_k slope_k * clamp(x - x_k, 0, x_{k+1} - x_k), from the left. No branch and always
  // all segments, so that loops over devices become vectors; every operation is rounded once, so
  // all machines compute the same bits.
  IMC_HD TableValue operator()(float target_uS) const {
    TableValue value = first;
    IMC_UNROLL
    for (std::uint32_t k = 0; k < kTableKnots - 1; ++k) {
      const float step = clamp_f(target_uS - knot_uS[k], 0.0f, knot_uS[k + 1] - knot_uS[k]);
      value.mean = fma_rn(mean_slope[k], step, value.mean);
      value.sigma = fma_rn(sigma_slope[k], step, value.sigma);
    }
    return value;
  }
};

// `mean` and `sigma` belong to `targets_uS`: 2 to kTableKnots of them, rising strictly as floats.
// At a knot the slice gives the tabulated value up to one rounding of the larger of the two values
// that end the segment to its left.
TableSlice make_table_slice(std::span<const double> targets_uS, std::span<const double> mean,
                            std::span<const double> sigma);

}  // namespace imcbench
