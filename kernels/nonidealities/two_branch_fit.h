// SPDX-License-Identifier: Apache-2.0
// A fit against the relative conductance u in two branches, as published for the Hermes chip.
#pragma once

#include "kernels/core/math.h"

namespace imcbench {

// Below `breakpoint`: clip(slope ln u + offset, lowest, highest); from it on: a cubic in u.
struct TwoBranchFit {
  static constexpr float kMinU = 1e-7f;  // every fit is at its clip long before

  float breakpoint, slope, offset, lowest, highest;
  float cubic[4];  // of u^0 ... u^3

  IMC_HD float operator()(float u) const {
    const float log_u = log_pos(max_f(u, kMinU));
    const float below = clamp_f(fma_rn(slope, log_u, offset), lowest, highest);
    const float above = fma_rn(fma_rn(fma_rn(cubic[3], u, cubic[2]), u, cubic[1]), u, cubic[0]);
    return u < breakpoint ? below : above;
  }
};

}  // namespace imcbench
