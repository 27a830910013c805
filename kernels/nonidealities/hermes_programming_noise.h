// SPDX-License-Identifier: Apache-2.0
// Programming noise of the phase-change memory of the HERMES Project Chip (64 cores).
#pragma once

#include "kernels/nonidealities/programmed.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct HermesProgrammingNoise {
  static constexpr const char* kSource =
      "Le Gallo et al., Nat. Electron. (2023), DOI 10.1038/s41928-023-01010-1; values as in "
      "HermesNoiseModel of aihwkit 1.1";

  static constexpr NonidealityInfo info{
      .name = "hermes_programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Spread of the programmed conductance of PCM on the HERMES Project Chip.",
      .formula = "g_P = max(g_T + scale * sigma(u) * xi, 0), u = g_T / g_max; in uS, two devices: "
                 "sigma = (0.16603 + 4.71806 u - 8.48101 u^2 + 4.68961 u^3) * g_max / 20.7 uS; one "
                 "device: (0.15782 + 2.32444 u - 2.16311 u^2 + 0.68842 u^3) * g_max / 10.35 uS",
      .symbols = "g_T target [uS], g_P programmed [uS], u [1], xi standard normal",
      .validity = "0 <= u <= 1; fitted at g_max = 20.7 uS (two devices in parallel) or 10.35 uS "
                  "(one): at another g_max the same shape, sigma / g_max, is assumed",
      .neglected = "stuck devices, the dependence on the number of programming pulses, temperature",
      .source = kSource};
  static constexpr ParamInfo params[] = {
      {"devices", "1", 0, 0, 1, "Devices in parallel that make up one conductance.", kSource,
       ParamType::choice, "two|one"},
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kOurs}};
  static constexpr const char* cases[] = {"devices = one", "devices = two, scale = 3"};
  static constexpr Draw kDraw = Draw::normal;

  struct Fit {
    double g_max_uS;  // it was made at
    double c[4];      // sigma in uS: c[0] + c[1] u + c[2] u^2 + c[3] u^3
  };
  static constexpr Fit kFits[] = {{20.7, {0.16603, 4.71806, -8.48101, 4.68961}},
                                  {10.35, {0.15782, 2.32444, -2.16311, 0.68842}}};

  float per_g_max;
  float c0_uS, c1_uS, c2_uS, c3_uS;  // with scale and g_max

  static HermesProgrammingNoise bind(const ParamValues& p, const TileContext& tile) {
    const Fit& fit = kFits[static_cast<int>(p["devices"])];
    const double factor = p["scale"] * static_cast<double>(tile.g_max_uS) / fit.g_max_uS;
    const auto c = [&](int i) { return static_cast<float>(factor * fit.c[i]); };
    return {1.0f / tile.g_max_uS, c(0), c(1), c(2), c(3)};
  }

  IMC_HD float sigma_uS(float target_uS) const {
    const float u = target_uS * per_g_max;
    return fma_rn(fma_rn(fma_rn(c3_uS, u, c2_uS), u, c1_uS), u, c0_uS);
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    deviate(cell, sigma_uS(cell.target_uS), xi);
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double g_max = static_cast<double>(tile.g_max_uS), u = target_uS / g_max;
    const double sigma =
        p["devices"] == 0.0
            ? (0.16603 + 4.71806 * u - 8.48101 * u * u + 4.68961 * u * u * u) * g_max / 20.7
            : (0.15782 + 2.32444 * u - 2.16311 * u * u + 0.68842 * u * u * u) * g_max / 10.35;
    return deviated_law(target_uS, p["scale"] * sigma);
  }
};

}  // namespace imcbench
