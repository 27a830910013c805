// SPDX-License-Identifier: Apache-2.0
// Saturating curve of the read-out circuits, steep at zero and flat at the ends.
#pragma once

#include <cmath>
#include <numbers>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct SShape {
  static constexpr NonidealityInfo info{
      .name = "s_shape",
      .stage = Stage::output,
      .lifetime = Lifetime::per_chip,
      .summary = "S-shaped curve from column sum to read-out, of another strength at every column.",
      .formula =
          "s <- f s / (1 + nu |s|); nu = |nonlinearity / bound (1 + spread xi)|; "
          "f = (1 + slope_calibration bound E nu)^2",
      .symbols =
          "s column sum in units of full weight times full input, bound [1], xi standard "
          "normal of the column, E nu mean of nu over all columns that could be made",
      .validity = "any s; nonlinearity = 1 halves a sum at the bound",
      .neglected =
          "series resistance in the calibration; dependence on the sign of s (that is "
          "output_asymmetry)",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {
      {"nonlinearity", "1", 0.1, 0.0, 100.0, "Strength: nu times the bound.", sources::kOurs},
      {"spread", "1", 0.1, 0.0, 10.0, "Relative spread of the strength from column to column.",
       sources::kOurs},
      {"slope_calibration", "1", 0.0, 0.0, 1.0,
       "Fraction of the bound at which the mean curve has slope 1; 0 leaves slope 1 at zero.",
       sources::kAihwkitIo},
      {"bound", "1", 10.0, 1e-3, 1e6, "Column sum that counts as full range, as in adc.",
       sources::kRasch2023}};
  static constexpr const char* cases[] = {
      "nonlinearity = 1, spread = 0", "nonlinearity = 0.5, spread = 0.3, slope_calibration = 0.5",
      "nonlinearity = 2, spread = 1"};
  static constexpr OutputNeeds kNeeds{.column_draws = 1};

  float nu, nu_spread, factor;

  // E |1 + spread xi|
  static double mean_strength(double spread) {
    if (spread == 0.0) return 1.0;
    const double z = 1.0 / spread;
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    return 2.0 * spread * density + std::erf(z / std::numbers::sqrt2);
  }

  static SShape bind(const ParamValues& p, const TileContext&) {
    const double nu = p["nonlinearity"] / p["bound"];
    const double steep =
        1.0 + p["slope_calibration"] * p["nonlinearity"] * mean_strength(p["spread"]);
    return {static_cast<float>(nu), static_cast<float>(nu * p["spread"]),
            static_cast<float>(steep * steep)};
  }
  IMC_HD bool uses_columns() const { return nu_spread != 0.0f; }

  IMC_HD float operator()(float s, const Read& read) const {
    const float of_column = abs_f(fma_rn(nu_spread, read.column[0], nu));
    return factor * s / fma_rn(of_column, abs_f(s), 1.0f);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double s = column.ideal(tile), nu = p["nonlinearity"] / p["bound"], spread = p["spread"];
    const double mean =
        Law::of_normal([=](double z) { return nu * std::fabs(1.0 + spread * z); }).mean();
    const double f = std::pow(1.0 + mean * p["slope_calibration"] * p["bound"], 2);
    return Law::of_normal(
        [=](double z) { return f * s / (1.0 + nu * std::fabs(1.0 + spread * z) * std::fabs(s)); });
  }
};

}  // namespace imcbench
