// SPDX-License-Identifier: Apache-2.0
// Programming noise of a measured device: g_P = max(mean(g_T) + scale * sigma(g_T) * xi, 0).
// What an earlier nonideality of the stage has added to the target stays.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/table_slice.h"

namespace imcbench {

struct TableProgrammingNoise {
  TableSlice programmed_uS;  // a conductance table
  float scale;               // on the deviation

  IMC_HD void operator()(Cell& cell, float xi) const {
    const TableValue value = programmed_uS(cell.target_uS);
    const float centre = value.mean + (cell.g_uS - cell.target_uS);
    cell.g_uS = max_f(fma_rn(scale * value.sigma, xi, centre), 0.0f);
  }
};

}  // namespace imcbench
