// SPDX-License-Identifier: Apache-2.0
// Programming noise of multilevel resistive memory after program-and-verify (Milo et al.).
#pragma once

#include "kernels/nonidealities/fitted_window.h"
#include "kernels/nonidealities/programmed.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct RramMiloProgrammingNoise {
  static constexpr NonidealityInfo info{
      .name = "rram_milo_programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Spread of the programmed conductance of multilevel RRAM: low states are worse.",
      .formula = "g_P = max(g_T + scale * (4.782 - 0.00911 g_T) * xi, 0), in uS",
      .symbols = "g_T target [uS], g_P programmed [uS], xi standard normal",
      .validity = "g of 50 to 225 uS, so mapping.g_min_uS >= 50 and mapping.g_max_uS <= 225; other "
                  "windows are refused",
      .neglected = "the shape of the distribution, other programming algorithms, relaxation",
      .source = "Milo et al., IRPS 2021 (IEEE Xplore 9405119), as fitted by CrossSim"};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kOurs}};
  static constexpr const char* cases[] = {"scale = 0.5", "scale = 10"};
  static constexpr Draw kDraw = Draw::normal;
  static constexpr FittedWindow kWindow{50.0, 225.0};

  static constexpr double kOffset_uS = 4.782, kSlope = -0.00911;

  float slope, offset_uS;

  static RramMiloProgrammingNoise bind(const ParamValues& p, const TileContext& tile) {
    kWindow.require(info.name, tile);
    return {static_cast<float>(p["scale"] * kSlope), static_cast<float>(p["scale"] * kOffset_uS)};
  }

  IMC_HD float sigma_uS(float target_uS) const { return fma_rn(slope, target_uS, offset_uS); }

  IMC_HD void operator()(Cell& cell, float xi) const {
    deviate(cell, sigma_uS(cell.target_uS), xi);
  }

  static Law law(const ParamValues& p, const TileContext&, double target_uS) {
    return deviated_law(target_uS, p["scale"] * (4.782 - 0.00911 * target_uS));
  }
};

}  // namespace imcbench
