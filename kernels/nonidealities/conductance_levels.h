// SPDX-License-Identifier: Apache-2.0
// A finite number of conductances that a device can be programmed to.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct ConductanceLevels {
  static constexpr NonidealityInfo info{
      .name = "conductance_levels",
      .stage = Stage::program,
      .lifetime = Lifetime::none,
      .summary = "Targets are rounded to equally spaced levels; later stages aim at the level.",
      .formula = "g_T <- g_min + k (g_max - g_min) / (L - 1), "
                 "k = round((g_T - g_min) (L - 1) / (g_max - g_min)), ties to even",
      .symbols = "g_T target [uS], L number of levels, k = 0 ... L - 1; a pair of devices has "
                 "2 L - 1 weights",
      .validity = "g_min <= g_T <= g_max",
      .neglected = "unequal spacing of levels; their spread (that is programming noise)",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {{"levels", "levels", 16, 2, 65536,
                                          "Conductances of one device, g_min and g_max included.",
                                          sources::kOurs, ParamType::integer}};
  static constexpr const char* cases[] = {"levels = 2", "levels = 5", "levels = 256"};
  static constexpr Draw kDraw = Draw::none;

  float last;  // L - 1
  float g_min_uS, g_range_uS;

  static ConductanceLevels bind(const ParamValues& p, const TileContext& tile) {
    return {static_cast<float>(p["levels"] - 1.0), tile.g_min_uS, tile.g_range_uS()};
  }

  // A quotient, not a reciprocal: targets halfway between levels are ties, as in exact numbers.
  IMC_HD float level_uS(float target_uS) const {
    const float k = round_even((target_uS - g_min_uS) * last / g_range_uS);
    return fma_rn(k / last, g_range_uS, g_min_uS);
  }

  IMC_HD void operator()(Cell& cell, float) const {
    cell.target_uS = level_uS(cell.target_uS);
    cell.g_uS = cell.target_uS * cell.spread;
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double g_min = static_cast<double>(tile.g_min_uS);
    const double step = (static_cast<double>(tile.g_max_uS) - g_min) / (p["levels"] - 1.0);
    return Law::exact(g_min + step * std::nearbyint((target_uS - g_min) / step));
  }
};

}  // namespace imcbench
