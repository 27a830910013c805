// SPDX-License-Identifier: Apache-2.0
// Short-term read noise of the devices, as it appears at the end of a column.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

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
  static constexpr ParamInfo params[] = {{"sigma", "1", 0.0175, 0.0, 1.0,
                                          "Deviation of a device at full weight and input.",
                                          sources::kRasch2023}};
  static constexpr const char* cases[] = {"sigma = 0.0875", "sigma = 0.5"};
  static constexpr OutputNeeds kNeeds{.draw = true, .read_power = true};

  float sigma;

  static PcmReadNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double power = column.sum(tile, [](double w, double x) { return std::fabs(w) * x * x; });
    return Law::normal(column.ideal(tile), p["sigma"] * std::sqrt(power));
  }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sigma * sqrt_rn(read.read_power), read.xi, s);
  }
};

}  // namespace imcbench
