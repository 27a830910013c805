// SPDX-License-Identifier: Apache-2.0
// Programming noise of resistive memory with a conductive metal oxide layer (CMO/HfOx).
#pragma once

#include "kernels/nonidealities/fitted_window.h"
#include "kernels/nonidealities/programmed.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct CmoProgrammingNoise {
  static constexpr const char* kSource =
      "Falcone et al., DOI 10.48550/arXiv.2502.04524; values as in the CMO-ReRAM model of aihwkit "
      "1.1";

  static constexpr NonidealityInfo info{
      .name = "cmo_programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Spread of the programmed conductance of CMO/HfOx resistive memory.",
      .formula = "g_P = max(g_T + scale * sigma * xi, 0); in uS, "
                 "sigma = 0.00106879 g_T + 0.00081107 (acceptance 0.2 %) or "
                 "0.01129027 g_T + 0.01121854 (2 %)",
      .symbols = "g_T target [uS], g_P programmed [uS], xi standard normal; acceptance: half width "
                 "of the band in which programming stops, relative to the target",
      .validity = "g of 8 to 90 uS, so mapping.g_min_uS >= 8 and mapping.g_max_uS <= 90; other "
                  "windows are refused",
      .neglected = "the shape of the distribution within the band; relaxation after programming",
      .source = kSource};
  static constexpr ParamInfo params[] = {
      {"acceptance", "1", 0, 0, 1, "Band in which programming stops.", kSource, ParamType::choice,
       "0.2%|2%"},
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kOurs}};
  static constexpr const char* cases[] = {"acceptance = 2%", "acceptance = 2%, scale = 10"};
  static constexpr Draw kDraw = Draw::normal;
  static constexpr FittedWindow kWindow{8.0, 90.0};

  struct Fit {
    double slope, offset_uS;
  };
  static constexpr Fit kFits[] = {{0.00106879, 0.00081107}, {0.01129027, 0.01121854}};

  float slope, offset_uS;

  static CmoProgrammingNoise bind(const ParamValues& p, const TileContext& tile) {
    kWindow.require(info.name, tile);
    const Fit& fit = kFits[static_cast<int>(p["acceptance"])];
    return {static_cast<float>(p["scale"] * fit.slope),
            static_cast<float>(p["scale"] * fit.offset_uS)};
  }

  IMC_HD float sigma_uS(float target_uS) const { return fma_rn(slope, target_uS, offset_uS); }

  IMC_HD void operator()(Cell& cell, float xi) const {
    deviate(cell, sigma_uS(cell.target_uS), xi);
  }

  static Law law(const ParamValues& p, const TileContext&, double target_uS) {
    const double sigma = p["acceptance"] == 0.0 ? 0.00106879 * target_uS + 0.00081107
                                                : 0.01129027 * target_uS + 0.01121854;
    return deviated_law(target_uS, p["scale"] * sigma);
  }
};

}  // namespace imcbench
