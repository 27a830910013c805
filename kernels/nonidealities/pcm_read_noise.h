// SPDX-License-Identifier: Apache-2.0
// Short-term read noise of the devices, as it appears at the end of a column.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct PcmReadNoise {
  static constexpr NonidealityInfo info{
      .name = "pcm_read_noise",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "Fast conductance noise, redrawn at every read, whose deviation grows as sqrt(w).",
      .formula = "s <- s + sigma * sqrt(sum_j |w_j| x_j^2) * xi",
      .symbols = "s column sum, w and x in units of full scale, sigma [1], xi standard normal",
      .validity = "devices independent within a read; the sum over a column is Gaussian",
      .neglected = "noise slower than one read (that is pcm_accumulated_noise)",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.0175, 0.0, 1.0, "Deviation of a device at full weight and input.",
       sources::kRasch2023}};
  static constexpr OutputNeeds kNeeds{.draw = true, .read_power = true};

  float sigma;

  static PcmReadNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sigma * sqrt_rn(read.read_power), read.xi, s);
  }
};

}  // namespace imcbench
