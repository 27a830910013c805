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
      .formula =
          "g <- g + sigma(g) s, s = s_k with probability p_k, sum p_k s_k = 0, "
          "sum p_k s_k^2 = 1; " IMC_RTN_SIGMA,
      .symbols = IMC_RTN_SYMBOLS,
      .validity =
          "states independent from read to read and from device to device; every device is "
          "drawn at every read: the cost grows as devices times reads",
      .neglected = "correlation in time (rtn_telegraph); conductances are not clipped at zero",
      .source = sources::kOurs};
  static constexpr auto params = kRtnParams;
  static constexpr const char* cases[] = {"kappa = 0.04, beta = 0.5", "traps = 2",
                                          "law = floor_and_proportional, rho = 2"};
  static constexpr bool kOneWord = true;

  RtnAmplitude sigma_uS;
  RtnStates state;
  bool single;

  static RtnPerRead bind(const ParamValues& p, const TileContext& tile) {
    return {RtnAmplitude::bind(p, tile), RtnStates::bind(p), rtn_single_cell(p)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double g_uS) {
    return rtn_law(p, tile, g_uS);
  }

  template <class Draws>
  IMC_HD float shift_uS(float g_uS, const Draws& draws) const {
    if (single && !draws.carries) return 0.0f;
    return sigma_uS(g_uS) * state(uniform_of(draws.of_read()));
  }
};

}  // namespace imcbench
