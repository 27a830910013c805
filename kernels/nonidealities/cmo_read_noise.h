// SPDX-License-Identifier: Apache-2.0
// Accumulated 1/f noise of conductive-metal-oxide / HfOx resistive memory.
#pragma once

#include <cmath>
#include <limits>
#include <numbers>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct CmoReadNoise {
  static constexpr NonidealityInfo info{
      .name = "cmo_read_noise",
      .stage = Stage::age,
      .lifetime = Lifetime::per_evaluation_time,
      .summary =
          "Low-frequency (1/f) noise of CMO/HfOx resistive memory up to the evaluation time.",
      .formula =
          "g <- max(g + sigma xi, 0); sigma = scale 0.02773 log10(g) sqrt(ln((t + t_read) / (2 "
          "t_read))); sigma = 0 for g <= 1 uS, and for t <= t_read",
      .symbols =
          "t since the end of programming [s], t_read [s], g aged [uS], sigma [uS], xi standard "
          "normal",
      .validity =
          "t > t_read; conductances of 8 to 90 uS (set g_min_uS and g_max_uS); below 1 uS, "
          "where the fit turns negative, no noise (our choice)",
      .neglected = "correlation between evaluation times; the noise is frozen within one",
      .source = sources::kFalcone2025};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 100.0, "Factor on the standard deviation.", sources::kFalcone2025},
      {"t_read_s", "s", 1e-6, 1e-12, 1.0, "Duration of one read.", sources::kFalcone2025}};
  static constexpr const char* cases[] = {"scale = 10", "t_read_s = 1e-9"};
  static constexpr Draw kDraw = Draw::normal;

  float per_log;  // sigma / ln(g / uS)

  static CmoReadNoise bind(const ParamValues& p, const TileContext& tile) {
    const double t_read = p["t_read_s"];
    const double log_ratio = std::log((tile.time_s + t_read) / (2.0 * t_read));
    const double growth = tile.time_s > t_read ? std::sqrt(log_ratio) : 0.0;
    return {static_cast<float>(p["scale"] * 0.02773 / std::numbers::ln10 * growth)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double t = tile.time_s, t_read = p["t_read_s"];
    if (t <= t_read || target_uS <= 1.0) return Law::exact(target_uS);
    const double growth = std::sqrt(std::log((t + t_read) / (2.0 * t_read)));
    return Law::normal(target_uS, p["scale"] * 0.02773 * std::log10(target_uS) * growth)
        .clipped(0.0, std::numeric_limits<double>::max());
  }

  IMC_HD float sigma_uS(float g_uS) const { return per_log * log_pos(max_f(g_uS, 1.0f)); }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = max_f(fma_rn(sigma_uS(cell.g_uS), xi, cell.g_uS), 0.0f);
  }
};

}  // namespace imcbench
