// SPDX-License-Identifier: Apache-2.0
// Short-term read noise that is the same for every weight, as it appears at the end of a column.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct ConstantReadNoise {
  static constexpr NonidealityInfo info{
      .name = "constant_read_noise",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "Fast weight noise, redrawn at every read, of one deviation for all weights.",
      .formula = "s <- s + sigma * sqrt(sum_j x_j^2) * xi",
      .symbols =
          "s column sum, x in units of the input range, sigma deviation of a weight in units "
          "of full scale [1], xi standard normal",
      .validity = "weights independent within a read; the sum over a column is Gaussian",
      .neglected =
          "dependence on the conductance (that is pcm_read_noise, rtn_moments); noise slower "
          "than one read",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.01, 0.0, 1.0, "Deviation of a weight at full input: 1 % of g_max.",
       "advice of aihwkit 1.1 for its ReRAM model (after Wan et al. 2022)"}};
  static constexpr const char* cases[] = {"sigma = 0.0175", "sigma = 0.1"};
  static constexpr OutputNeeds kNeeds{.draw = true, .input_sums = true};

  float sigma;

  static ConstantReadNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double power = column.sum(tile, [](double, double x) { return x * x; });
    return Law::normal(column.ideal(tile), p["sigma"] * std::sqrt(power));
  }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sigma * sqrt_rn(read.input_power), read.xi, s);
  }
};

}  // namespace imcbench
