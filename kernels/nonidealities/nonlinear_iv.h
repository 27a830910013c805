// SPDX-License-Identifier: Apache-2.0
// Nonlinear current-voltage curve of the devices.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct NonlinearIv {
  static constexpr NonidealityInfo info{
      .name = "nonlinear_iv",
      .stage = Stage::read,
      .lifetime = Lifetime::none,
      .summary = "A device's current is not proportional to its voltage.",
      .formula = "I = G (V - cubic_per_V2 V^3), V = v_read x: s <- s - cubic_per_V2 v_read^2 "
                 "sum_j w_j x_j^3",
      .symbols = "I current, G conductance, V voltage [V], x input in units of the input range, w "
                 "weight in units of full scale",
      .validity = "|x| <= 1; the same curve for every conductance",
      .neglected = "dependence of the curve on the state; polarity (that is read_asymmetry)",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"cubic_per_V2", "1/V^2", 0.25, -10.0, 10.0, "Cubic coefficient of the curve.",
       sources::kOurs},
      {"v_read_V", "V", 0.2, 0.0, 5.0, "Voltage of a full-scale input.", sources::kOurs}};
  static constexpr const char* cases[] = {"v_read_V = 0.5", "cubic_per_V2 = -1, v_read_V = 0.5"};
  static constexpr OutputNeeds kNeeds{.panels = 1};

  float cubic;  // of the normalized curve
  float per_g_range;

  static NonlinearIv bind(const ParamValues& p, const TileContext& tile) {
    return {static_cast<float>(p["cubic_per_V2"] * p["v_read_V"] * p["v_read_V"]),
            1.0f / tile.g_range_uS()};
  }

  IMC_HD float panel(int, const DevicePair& pair) const {
    return (pair.plus_uS - pair.minus_uS) * per_g_range;
  }
  IMC_HD float panel_input(int, float x) const { return x * x * x; }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(-cubic, read.panel[0], s);
  }
};

}  // namespace imcbench
