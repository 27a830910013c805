// SPDX-License-Identifier: Apache-2.0
// Programming noise of any device: a constant part and a part proportional to the target.
#pragma once

#include "kernels/nonidealities/programmed.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct ProgrammingNoise {
  static constexpr NonidealityInfo info{
      .name = "programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Spread of the programmed conductance: a constant and a proportional part.",
      .formula = "g_P = max(g_T + (sigma_uS + sigma_rel * g_T) * xi, 0)",
      .symbols = "g_T target [uS], g_P programmed [uS], sigma_uS [uS], sigma_rel [1], xi standard "
                 "normal",
      .validity = "any conductance; devices independent",
      .neglected = "any other dependence on the target, skewness, failures to program",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"sigma_uS", "uS", 0.2, 0.0, 1e4, "Standard deviation at target 0.",
       "StateIndependentNoiseModel of aihwkit 1.1, its default"},
      {"sigma_rel", "1", 0.0, 0.0, 10.0, "Added to it, as a share of the target.",
       sources::kOurs}};
  static constexpr const char* cases[] = {"sigma_rel = 0.05", "sigma_uS = 0, sigma_rel = 0.1",
                                          "sigma_uS = 2"};
  static constexpr Draw kDraw = Draw::normal;

  float constant_uS, slope;

  static ProgrammingNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma_uS"]), static_cast<float>(p["sigma_rel"])};
  }

  IMC_HD float sigma_uS(float target_uS) const { return fma_rn(slope, target_uS, constant_uS); }

  IMC_HD void operator()(Cell& cell, float xi) const {
    deviate(cell, sigma_uS(cell.target_uS), xi);
  }

  static Law law(const ParamValues& p, const TileContext&, double target_uS) {
    return deviated_law(target_uS, p["sigma_uS"] + p["sigma_rel"] * target_uS);
  }
};

}  // namespace imcbench
