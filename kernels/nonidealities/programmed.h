// SPDX-License-Identifier: Apache-2.0
// What all kinds of programming noise share: a normal deviation from what is programmed, and no
// conductance below 0. Kinds differ in how sigma depends on the target.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

IMC_HD void deviate(Cell& cell, float sigma_uS, float xi) {
  cell.g_uS = max_f(fma_rn(sigma_uS, xi, cell.g_uS), 0.0f);
}

inline Law deviated_law(double target_uS, double sigma_uS) {
  return Law::of_normal([=](double z) { return std::fmax(target_uS + sigma_uS * z, 0.0); });
}

}  // namespace imcbench
