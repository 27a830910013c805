// SPDX-License-Identifier: Apache-2.0
// Programming noise of SONOS charge-trap memory, 40 nm, read as a subthreshold current.
#pragma once

#include "kernels/nonidealities/programmed.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct SonosProgrammingNoise {
  static constexpr NonidealityInfo info{
      .name = "sonos_programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Spread of the programmed current of SONOS memory, saturating at high currents.",
      .formula = "g_P = max(g_T + scale * sigma_I(I) / I_max * g_max * xi, 0); I = I_max g_T / "
                 "g_max; sigma_I = 19.89 (1 - exp(-I / 176.3)) nA",
      .symbols = "g_T target [uS], g_P programmed [uS], I current of the target [nA], I_max = "
                 "i_max_nA, xi standard normal",
      .validity = "right after programming; current proportional to g (one read voltage)",
      .neglected = "growth of the spread and shift of the mean over days",
      .source = "Agrawal et al., IEDM 2022 (IEEE Xplore 10019564), as fitted by CrossSim"};
  static constexpr ParamInfo params[] = {
      {"i_max_nA", "nA", 1600.0, 1.0, 1e6, "Current of a device at g_max.",
       "our choice; as in CrossSim"},
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kOurs}};
  static constexpr const char* cases[] = {"i_max_nA = 200", "i_max_nA = 100, scale = 3"};
  static constexpr Draw kDraw = Draw::normal;

  static constexpr double kSaturation_nA = 19.89, kDecay_nA = 176.3;

  float saturation_uS;
  float minus_per_decay_uS;

  static SonosProgrammingNoise bind(const ParamValues& p, const TileContext& tile) {
    const double uS_per_nA = static_cast<double>(tile.g_max_uS) / p["i_max_nA"];
    return {static_cast<float>(p["scale"] * kSaturation_nA * uS_per_nA),
            static_cast<float>(-1.0 / (kDecay_nA * uS_per_nA))};
  }

  IMC_HD float sigma_uS(float target_uS) const {
    return saturation_uS * (1.0f - exp_f(minus_per_decay_uS * target_uS));
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    deviate(cell, sigma_uS(cell.target_uS), xi);
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double g_max = static_cast<double>(tile.g_max_uS), i_max = p["i_max_nA"];
    const double sigma_nA = 19.89 * (1.0 - std::exp(-i_max * target_uS / g_max / 176.3));
    return deviated_law(target_uS, p["scale"] * sigma_nA / i_max * g_max);
  }
};

}  // namespace imcbench
