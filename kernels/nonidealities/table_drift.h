// SPDX-License-Identifier: Apache-2.0
// Drift of a measured device: g <- g * ((t + t_0) / t_0)^(-scale * nu), nu = nu_mean(g_T) +
// nu_sigma(g_T) * xi. The exponent is normal as tabulated: it may be negative, nothing is mirrored.
#pragma once

#include <cmath>

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/table_slice.h"

namespace imcbench {

struct TableDrift {
  TableSlice exponent;    // a drift-exponent table
  float minus_log_ratio;  // -scale * ln((t + t_0) / t_0)

  static TableDrift at(const TableSlice& exponent, double time_s, double t0_s, double scale) {
    return {exponent, static_cast<float>(-scale * std::log1p(time_s / t0_s))};
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const TableValue nu = exponent(cell.target_uS);
    cell.g_uS = cell.g_uS * exp_f(minus_log_ratio * fma_rn(nu.sigma, xi, nu.mean));
  }
};

}  // namespace imcbench
