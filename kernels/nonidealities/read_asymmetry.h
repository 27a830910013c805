// SPDX-License-Identifier: Apache-2.0
// Devices that conduct differently when the voltage is negative.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct ReadAsymmetry {
  static constexpr NonidealityInfo info{
      .name = "read_asymmetry",
      .stage = Stage::read,
      .lifetime = Lifetime::per_chip,
      .summary =
          "A device's conductance for a negative input differs from that for a positive one.",
      .formula = "s <- s + sigma sum_j (g+_j xi+_j - g-_j xi-_j) / (g_max - g_min) min(x_j, 0)",
      .symbols =
          "s column sum, x input in units of the input range, g+ and g- aged conductances of "
          "a pair [uS], xi+ and xi- standard normals of the devices",
      .validity = "sigma << 1: g (1 + sigma xi) is not clipped at zero; |x| <= 1",
      .neglected =
          "dependence on the conductance or the size of the voltage (that is nonlinear_iv); "
          "fluctuation of the devices between reads is not scaled",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {{"sigma", "1", 0.05, 0.0, 1.0,
                                          "Deviation of a device's conductance for negative "
                                          "inputs, relative to that for positive ones.",
                                          sources::kOurs}};
  static constexpr const char* cases[] = {"sigma = 0.3"};
  static constexpr OutputNeeds kNeeds{.panels = 1, .device_draws = true};

  float sigma;
  float per_g_range;

  static ReadAsymmetry bind(const ParamValues& p, const TileContext& tile) {
    return {static_cast<float>(p["sigma"]), 1.0f / tile.g_range_uS()};
  }

  IMC_HD float panel(int, const DevicePair& pair) const {
    const float minus = pair.minus_uS * pair.xi_minus;
    return fma_rn(pair.plus_uS, pair.xi_plus, -minus) * per_g_range;
  }
  IMC_HD float panel_input(int, float x) const { return min_f(x, 0.0f); }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sigma, read.panel[0], s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    double power = 0.0;
    for (std::size_t j = 0; j < column.x.size(); ++j) {
      const double x = std::min(column.x[j], 0.0);
      power += x * x * (std::pow(column.plus_uS[j], 2) + std::pow(column.minus_uS[j], 2));
    }
    const double range_uS = static_cast<double>(tile.g_range_uS());
    return Law::normal(column.ideal(tile), p["sigma"] * std::sqrt(power) / range_uS);
  }
};

}  // namespace imcbench
