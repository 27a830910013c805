// SPDX-License-Identifier: Apache-2.0
// Drift of a measured device: a power law with exponents as tabulated.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/table_params.h"

namespace imcbench {

struct TableDrift {
  static constexpr NonidealityInfo info{
      .name = "table_drift",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary = "Power-law decay with exponents of the mean and deviation of a measured table.",
      .formula = "g <- g * ((t + t_0) / t_0)^(-scale * nu); nu = m(g_T) + s(g_T) * xi",
      .symbols = "g conductance [uS], g_T target [uS], t since the end of programming [s], t_0 [s], m "
                 "and s mean and deviation of the exponent in the drift table [1], xi standard normal",
      .validity = "t >= 0; targets within the table; temperature_K within it if it has temperatures",
      .neglected = "the shape of the measured distribution beyond mean and deviation: exponents are "
                   "normal and may be negative",
      .source = kTableSource};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the drift exponent.", sources::kOurs},
      {"t0_s", "s", 1.0, 1e-9, 1e9, "Reference time of the power law: that of the exponents.",
       sources::kOurs},
      kTableTemperature};
  static constexpr const char* cases[] = {"scale = 0.5, t0_s = 20"};
  static constexpr Draw kDraw = Draw::normal;
  static constexpr TableKind kTable = TableKind::drift_exponent;
  static DeviceTable example() { return example_drift_table(); }

  TableSlice exponent;
  float minus_log_ratio;  // -scale * ln((t + t_0) / t_0)

  static TableDrift bind(const ParamValues& p, const TileContext& tile) {
    return {tile.table->slice(0.0, p["temperature_K"], info.name),
            static_cast<float>(-p["scale"] * std::log1p(tile.time_s / p["t0_s"]))};
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const TableValue nu = exponent(cell.target_uS);
    cell.g_uS = cell.g_uS * exp_f(minus_log_ratio * fma_rn(nu.sigma, xi, nu.mean));
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const TablePoint nu = tile.table->at(0.0, p["temperature_K"], target_uS);
    const double strength = p["scale"] * std::log((tile.time_s + p["t0_s"]) / p["t0_s"]);
    return Law::lognormal(target_uS * std::exp(-strength * nu.mean), strength * nu.sigma);
  }
};

}  // namespace imcbench
