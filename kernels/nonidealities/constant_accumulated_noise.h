// SPDX-License-Identifier: Apache-2.0
// Accumulated 1/f noise in proportion to the conductance.
#pragma once

#include <cmath>
#include <limits>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct ConstantAccumulatedNoise {
  static constexpr NonidealityInfo info{
      .name = "constant_accumulated_noise",
      .stage = Stage::age,
      .lifetime = Lifetime::per_evaluation_time,
      .summary =
          "Low-frequency (1/f) noise up to the evaluation time, in proportion to the "
          "conductance.",
      .formula =
          "g = max(g_D + sigma xi, 0); sigma = scale A (g_D / g_max) sqrt(ln((t + t_0 + "
          "t_read) / (2 t_read))), A = 1 uS",
      .symbols =
          "t since the end of programming [s], t_0, t_read [s], g_D drifted [uS], sigma [uS], "
          "xi standard normal",
      .validity =
          "t + t_0 > t_read; noise spectrum S_G / G^2 = Q / f with one Q for all conductances",
      .neglected =
          "dependence of the relative noise on the conductance (pcm_accumulated_noise); "
          "correlation between evaluation times; the noise is frozen within one",
      .source = sources::kStateIndependent};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.",
       sources::kStateIndependent},
      {"t0_s", "s", 20.0, 1e-3, 1e9, "Time from programming to t = 0.", sources::kStateIndependent},
      {"t_read_s", "s", 250e-9, 1e-12, 1e-4, "Duration of one read.", sources::kStateIndependent}};
  static constexpr const char* cases[] = {"scale = 0.2", "scale = 5", "t0_s = 1, t_read_s = 1e-6"};
  static constexpr Draw kDraw = Draw::normal;

  float relative;  // sigma / g_D

  static ConstantAccumulatedNoise bind(const ParamValues& p, const TileContext& tile) {
    const double t_read = p["t_read_s"];
    const double elapsed = tile.time_s + p["t0_s"] + t_read;
    return {static_cast<float>(p["scale"] * std::sqrt(std::log(elapsed / (2.0 * t_read))) /
                               static_cast<double>(tile.g_max_uS))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double t = tile.time_s + p["t0_s"], t_read = p["t_read_s"];
    const double share = target_uS / static_cast<double>(tile.g_max_uS);
    const double sigma_uS = share * std::sqrt(std::log((t + t_read) / (2 * t_read)));
    return Law::normal(target_uS, p["scale"] * sigma_uS)
        .clipped(0.0, std::numeric_limits<double>::max());
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = max_f(fma_rn(cell.g_uS * relative, xi, cell.g_uS), 0.0f);
  }
};

}  // namespace imcbench
