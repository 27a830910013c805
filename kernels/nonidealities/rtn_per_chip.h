// SPDX-License-Identifier: Apache-2.0
// Random telegraph noise slower than the whole evaluation: every device keeps one state.
#pragma once

#include "kernels/nonidealities/rtn.h"

namespace imcbench {

struct RtnPerChip {
  static constexpr NonidealityInfo info{
      .name = "rtn_per_chip",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary = "Every device is frozen in one of its discrete states, as long as the chip lives.",
      .formula =
          "g <- g + sigma(g) s, s = s_k with probability p_k, sum p_k s_k = 0, "
          "sum p_k s_k^2 = 1; " IMC_RTN_SIGMA,
      .symbols = IMC_RTN_SYMBOLS,
      .validity =
          "traps slower than the time from programming to the last read, and not corrected "
          "by programming; devices independent",
      .neglected = "jumps between evaluation times; conductances are not clipped at zero; cells = "
                   "single: weights of exactly 0, of which neither device fluctuates",
      .source = sources::kOurs};
  static constexpr auto params = kRtnParams;
  static constexpr const char* cases[] = {"kappa = 0.04, beta = 0.5", "traps = 2",
                                          "law = floor_and_proportional, rho = 2"};
  static constexpr Draw kDraw = Draw::uniform;

  RtnAmplitude sigma_uS;
  RtnStates state;
  bool single;
  float g_min_uS;

  static RtnPerChip bind(const ParamValues& p, const TileContext& tile) {
    return {RtnAmplitude::bind(p, tile), RtnStates::bind(p), rtn_single_cell(p), tile.g_min_uS};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    return rtn_law(p, tile, target_uS);
  }

  IMC_HD void operator()(Cell& cell, float u) const {
    const bool carries = cell.target_uS > g_min_uS;
    const float sigma = single && !carries ? 0.0f : sigma_uS(cell.g_uS);
    cell.g_uS = fma_rn(sigma, state(u), cell.g_uS);
  }
};

}  // namespace imcbench
