// SPDX-License-Identifier: Apache-2.0
// Relaxation of conductive-metal-oxide / HfOx resistive memory.
#pragma once

#include <cmath>
#include <limits>

#include "kernels/core/check.h"
#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct CmoRelaxation {
  static constexpr NonidealityInfo info{
      .name = "cmo_relaxation",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary =
          "CMO/HfOx resistive memory relaxes with the logarithm of time, alike at every "
          "conductance.",
      .formula =
          "g = max(g_P + scale (mu + sigma xi), 0); mu = -0.08900 ln t, sigma = 0.04201 ln t + "
          "0.41183 for t >= 1 s; g = g_P at t = 0",
      .symbols =
          "t since the end of programming [s], g_P programmed, mu, sigma [uS], xi standard "
          "normal, the same at all times",
      .validity = "t = 0 or t >= 1 s; conductances of 8 to 90 uS (set g_min_uS and g_max_uS)",
      .neglected =
          "dependence on the conductance; a path of its own per device: xi is one number per "
          "device (our choice); bounds other than zero",
      .source = sources::kFalcone2025};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 100.0, "Factor on shift and spread.", sources::kFalcone2025}};
  static constexpr const char* cases[] = {"scale = 3", "scale = 0.5"};
  static constexpr Draw kDraw = Draw::normal;

  float mean_uS, sigma_uS;

  static CmoRelaxation bind(const ParamValues& p, const TileContext& tile) {
    if (tile.time_s == 0.0) return {0.0f, 0.0f};
    if (tile.time_s < 1.0) {
      input_error(
          "cmo_relaxation: time {} s is before the first measurement; allowed: 0, or 1 s and "
          "later",
          tile.time_s);
    }
    const double log_t = std::log(tile.time_s);
    return {static_cast<float>(p["scale"] * -0.08900 * log_t),
            static_cast<float>(p["scale"] * (0.04201 * log_t + 0.41183))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    if (tile.time_s == 0.0) return Law::exact(target_uS);
    const double log_t = std::log(tile.time_s), scale = p["scale"];
    return Law::normal(target_uS - scale * 0.08900 * log_t, scale * (0.41183 + 0.04201 * log_t))
        .clipped(0.0, std::numeric_limits<double>::max());
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = max_f(cell.g_uS + fma_rn(sigma_uS, xi, mean_uS), 0.0f);
  }
};

}  // namespace imcbench
