// SPDX-License-Identifier: Apache-2.0
// Random telegraph noise slower than an image: redrawn for every device at every image.
#pragma once

#include "kernels/nonidealities/fluctuation.h"
#include "kernels/nonidealities/rtn.h"

namespace imcbench {

struct RtnPerImage {
  static constexpr NonidealityInfo info{
      .name = "rtn_per_image",
      .stage = Stage::read,
      .lifetime = Lifetime::per_image,
      .summary =
          "Every device jumps among discrete states from image to image, and stays in one within "
          "it.",
      .formula =
          "g <- g + sigma(g) s, s = s_k with probability p_k, sum p_k s_k = 0, "
          "sum p_k s_k^2 = 1; " IMC_RTN_SIGMA,
      .symbols = IMC_RTN_SYMBOLS,
      .validity =
          "traps slower than the reads of one image and faster than the time between images; "
          "devices independent; costs as much as rtn_per_read",
      .neglected = "correlation in time (rtn_telegraph); conductances are not clipped at zero",
      .source = sources::kOurs};
  static constexpr auto params = kRtnParams;
  static constexpr const char* cases[] = {"kappa = 0.04, beta = 0.5", "traps = 2",
                                          "law = floor_and_proportional, rho = 2"};
  static constexpr bool kOneWord = true;

  RtnAmplitude sigma_uS;
  RtnStates state;
  bool single;

  static RtnPerImage bind(const ParamValues& p, const TileContext& tile) {
    return {RtnAmplitude::bind(p, tile), RtnStates::bind(p), rtn_single_cell(p)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double g_uS) {
    return rtn_law(p, tile, g_uS);
  }

  template <class Draws>
  IMC_HD float shift_uS(float g_uS, const Draws& draws) const {
    if (single && !draws.carries) return 0.0f;
    return sigma_uS(g_uS) * state(uniform_of(draws.of_image()));
  }
};

}  // namespace imcbench
