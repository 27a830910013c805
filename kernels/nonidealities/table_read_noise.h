// SPDX-License-Identifier: Apache-2.0
// Read noise of a measured device, on the device itself: g <- max(g + scale * sigma(g_T) * xi, 0).
// Only the deviation of the table is used; its mean is that of another effect.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/table_slice.h"

namespace imcbench {

struct TableReadNoise {
  TableSlice read_uS;  // a conductance table
  float scale;

  IMC_HD void operator()(Cell& cell, float xi) const {
    const float sigma_uS = scale * read_uS(cell.target_uS).sigma;
    cell.g_uS = max_f(fma_rn(sigma_uS, xi, cell.g_uS), 0.0f);
  }
};

}  // namespace imcbench
