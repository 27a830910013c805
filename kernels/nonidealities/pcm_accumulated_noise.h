// SPDX-License-Identifier: Apache-2.0
// 1/f noise of phase-change memory accumulated from programming to the evaluation time.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct PcmAccumulatedNoise {
  static constexpr NonidealityInfo info{
      .name = "pcm_accumulated_noise",
      .stage = Stage::age,
      .lifetime = Lifetime::per_evaluation_time,
      .summary = "Low-frequency (1/f) conductance noise integrated up to the evaluation time.",
      .formula = "g = max(g_D + |g_D| scale Q_s sqrt(ln((t + t_0 + t_read) / (2 t_read))) xi, 0); "
                 "Q_s = min(0.0088 / max(u^0.65, 1e-3), 0.2); u = g_P / g_max",
      .symbols = "t since the end of programming [s], t_0, t_read [s], g [uS], xi standard normal",
      .validity = "t + t_0 > t_read; noise spectrum S_G / G^2 = Q / f",
      .neglected = "correlation between evaluation times; the noise is frozen within one",
      .source = sources::kNandakumar2019};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kRasch2023},
      {"t0_s", "s", 20.0, 1e-3, 1e9, "Time from programming to t = 0.", sources::kRasch2023},
      {"t_read_s", "s", 250e-9, 1e-12, 1e-4, "Duration of one read.", sources::kRasch2023}};
  static constexpr const char* cases[] = {"scale = 3", "t0_s = 1, t_read_s = 1e-6"};
  static constexpr Draw kDraw = Draw::normal;

  static constexpr float kQ = 0.0088f, kQPower = 0.65f, kMinPower = 1e-3f, kMaxQ = 0.2f;
  // Below this u the power is under kMinPower anyway; it keeps the logarithm in its domain.
  static constexpr float kMinU = 1e-7f;

  float per_g_max;
  float growth;  // scale * sqrt(ln((t + t_0 + t_read) / (2 t_read)))

  static PcmAccumulatedNoise bind(const ParamValues& p, const TileContext& tile) {
    const double t_read = p["t_read_s"];
    const double elapsed = tile.time_s + p["t0_s"] + t_read;
    return {1.0f / tile.g_max_uS,
            static_cast<float>(p["scale"] * std::sqrt(std::log(elapsed / (2.0 * t_read))))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double u = target_uS / static_cast<double>(tile.g_max_uS);
    const double rate = std::min(0.0088 / std::max(std::pow(u, 0.65), 1e-3), 0.2);
    const double t = tile.time_s + p["t0_s"], t_read = p["t_read_s"];
    const double growth = std::sqrt(std::log((t + t_read) / (2.0 * t_read)));
    return Law::normal(target_uS, target_uS * p["scale"] * rate * growth)
        .clipped(0.0, std::numeric_limits<double>::max());
  }

  IMC_HD float relative_noise(float programmed_uS) const {
    const float u = max_f(programmed_uS * per_g_max, kMinU);
    const float power = max_f(exp_f(kQPower * log_pos(u)), kMinPower);
    return min_f(kQ / power, kMaxQ);
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const float sigma_uS = abs_f(cell.g_uS) * (relative_noise(cell.programmed_uS) * growth);
    cell.g_uS = max_f(fma_rn(sigma_uS, xi, cell.g_uS), 0.0f);
  }
};

}  // namespace imcbench
