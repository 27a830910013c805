// SPDX-License-Identifier: Apache-2.0
// Additive noise of the read-out circuits at every column.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct OutputNoise {
  static constexpr NonidealityInfo info{
      .name = "output_noise",
      .stage = Stage::output,
      .lifetime = Lifetime::per_read,
      .summary = "Additive Gaussian noise before the analog-to-digital converter.",
      .formula = "s <- s + sigma * xi",
      .symbols = "s column sum in units of full weight times full input, xi standard normal",
      .validity = "any s",
      .neglected = "differences between columns, noise colour",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {{"sigma", "1", 0.04, 0.0, 100.0,
                                          "Standard deviation, in units of the column sum.",
                                          sources::kRasch2023}};
  static constexpr bool kDraws = true;
  static constexpr bool kNeedsIrDot = false;
  static constexpr bool kNeedsReadPower = false;

  float sigma;

  static OutputNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }

  IMC_HD float operator()(float s, const Products&, float xi) const {
    return fma_rn(sigma, xi, s);
  }
};

}  // namespace imcbench
