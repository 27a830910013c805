// SPDX-License-Identifier: Apache-2.0
// Programming noise of phase-change memory after iterative programming.
#pragma once

#include "kernels/nonidealities/programmed.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct PcmProgrammingNoise {
  static constexpr NonidealityInfo info{
      .name = "pcm_programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Spread of the conductance reached by iterative programming of a PCM device.",
      .formula = "g_P = max(g_T + scale * sigma_P(u) * xi, 0); "
                 "sigma_P = (0.26348 + 1.9650 u - 1.1731 u^2) uS * g_max / 25 uS; u = g_T / g_max",
      .symbols = "g_T target [uS], g_P programmed [uS], u [1], xi standard normal",
      .validity = "0 <= u <= 1; doped-GST mushroom cells, fitted on a million-device array",
      .neglected = "stuck devices, the dependence on the number of programming pulses, temperature",
      .source = sources::kNandakumar2019};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kRasch2023}};
  static constexpr const char* cases[] = {"scale = 0.5", "scale = 3"};
  static constexpr Draw kDraw = Draw::normal;

  // sigma_P in uS at g_max = 25 uS, as a polynomial in u.
  static constexpr float kSigma0 = 0.26348f, kSigma1 = 1.9650f, kSigma2 = -1.1731f;
  static constexpr float kFittedGMax_uS = 25.0f;

  float per_g_max;
  float sigma_scale;

  static PcmProgrammingNoise bind(const ParamValues& p, const TileContext& tile) {
    return {1.0f / tile.g_max_uS,
            static_cast<float>(p["scale"]) * tile.g_max_uS / kFittedGMax_uS};
  }

  IMC_HD float sigma_uS(float target_uS) const {
    const float u = target_uS * per_g_max;
    return sigma_scale * fma_rn(fma_rn(kSigma2, u, kSigma1), u, kSigma0);
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    deviate(cell, sigma_uS(cell.target_uS), xi);
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double g_max = static_cast<double>(tile.g_max_uS), u = target_uS / g_max;
    const double sigma = (0.26348 + 1.9650 * u - 1.1731 * u * u) * g_max / 25.0;
    return deviated_law(target_uS, p["scale"] * sigma);
  }
};

}  // namespace imcbench
