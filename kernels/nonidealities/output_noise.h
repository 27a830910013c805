// SPDX-License-Identifier: Apache-2.0
// Additive noise of the read-out circuits at every column.
#pragma once

#include "kernels/nonidealities/normal_mixture.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct OutputNoise {
  static constexpr NonidealityInfo info{
      .name = "output_noise",
      .stage = Stage::output,
      .lifetime = Lifetime::per_read,
      .summary = "Additive Gaussian noise before the analog-to-digital converter.",
      .formula = "s <- s + sigma_i * xi; sigma_i = |sigma * (1 + spread * xi_i)|",
      .symbols =
          "s column sum in units of full weight times full input, xi standard normal of the "
          "read, xi_i of the column, as long as the chip lives",
      .validity = "any s",
      .neglected = "noise colour",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.04, 0.0, 100.0, "Standard deviation, in units of the column sum.",
       sources::kRasch2023},
      {"spread", "1", 0.0, 0.0, 10.0, "Relative spread of sigma from column to column.",
       sources::kAihwkitIo}};
  static constexpr const char* cases[] = {"sigma = 0.2", "sigma = 0.2, spread = 0.3"};
  static constexpr OutputNeeds kNeeds{.draw = true, .column_draws = 1};

  float sigma, sigma_spread;

  static OutputNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"]), static_cast<float>(p["sigma"] * p["spread"])};
  }
  IMC_HD bool uses_columns() const { return sigma_spread != 0.0f; }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(abs_f(fma_rn(sigma_spread, read.column[0], sigma)), read.xi, s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double s = column.ideal(tile), sigma = p["sigma"], spread = p["spread"];
    if (spread == 0.0) return Law::normal(s, sigma);
    return normal_mixture([=](double z) { return Law::normal(s, sigma * (1.0 + spread * z)); });
  }
};

}  // namespace imcbench
