// SPDX-License-Identifier: Apache-2.0
// Random telegraph noise, redrawn for every device at every read: exact.
#pragma once

#include "kernels/nonidealities/fluctuation.h"
#include "kernels/nonidealities/rtn.h"

namespace imcbench {

struct RtnPerRead {
  static constexpr NonidealityInfo info{
      .name = "rtn_per_read",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "Every device jumps among discrete states, independently at every read (exact).",
      .formula = "g <- g + sigma(g) s_k with probability p_k, sum p_k s_k = 0, sum p_k s_k^2 = 1; "
                 "law = power: sigma = kappa G (g / G)^(1 - beta) rho^(-beta), G = g_max; "
                 "law = floor_and_proportional: sigma = 0.5 min(2 kappa G / rho + 0.0015 g, g)",
      .symbols = "g aged conductance [uS], sigma [uS], kappa, beta, rho [1]",
      .validity = "states independent from read to read and from device to device; a device is drawn "
                  "at every read: cost grows with devices times reads",
      .neglected = "correlation in time (rtn_telegraph); conductances are not clipped at zero",
      .source = sources::kOurs};
  static constexpr auto params = kRtnParams;
  static constexpr const char* cases[] = {"kappa = 0.04, beta = 0.5", "traps = 2",
                                          "law = floor_and_proportional"};
  static constexpr bool kOneWord = true;

  RtnAmplitude sigma_uS;
  RtnStates state;

  static RtnPerRead bind(const ParamValues& p, const TileContext& tile) {
    return {RtnAmplitude::bind(p, tile), RtnStates::bind(p)};
  }

  template <class Draws>
  IMC_HD float shift_uS(float g_uS, const Draws& draws) const {
    return sigma_uS(g_uS) * state(uniform_of(draws.of_read()));
  }
};

}  // namespace imcbench
