// SPDX-License-Identifier: Apache-2.0
// Accumulated 1/f noise of the phase-change memory of the 64-core Hermes chip.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/two_branch_fit.h"

namespace imcbench {

struct HermesAccumulatedNoise {
  static constexpr NonidealityInfo info{
      .name = "hermes_accumulated_noise",
      .stage = Stage::age,
      .lifetime = Lifetime::per_evaluation_time,
      .summary =
          "Low-frequency (1/f) noise up to the evaluation time, as fitted to the Hermes chip.",
      .formula =
          "g = max(g_D + g_D scale Q_s sqrt(ln((t + t_0 + t_read) / (2 t_read))) xi, 0); two "
          "devices: Q_s = clip(-0.0117 ln u - 0.0069, 0.015, 0.04) if u < 0.16, else 0.0069 "
          "u^3 - 0.0280 u^2 + 0.0211 u + 0.0123; one device: Q_s = clip(-0.0078 ln u + "
          "0.0038, 0.0179, 0.04) if u < 0.1591, else 0.0664 u^3 - 0.1352 u^2 + 0.0768 u + "
          "0.0088; u = g_P / g_max",
      .symbols =
          "t since the end of programming [s], t_0 = 300 s (two) or 200 s (one), t_read = "
          "512 ns, g of the unit cell [uS], g_P programmed, g_D drifted, xi standard normal",
      .validity =
          "t >= 0; fitted up to g_max = 20.7 uS (two) or 10.35 uS (one); the branches do "
          "not meet exactly",
      .neglected = "correlation between evaluation times; the noise is frozen within one",
      .source = sources::kHermes};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", sources::kHermes},
      {"devices", "1", 0, 0, 1, "Devices in a unit cell.", sources::kHermes, ParamType::choice,
       "two|one"}};
  static constexpr const char* cases[] = {"devices = one", "scale = 4"};
  static constexpr Draw kDraw = Draw::normal;

  static constexpr TwoBranchFit kRateOfTwo{0.16f,  -0.0117f, -0.0069f,
                                           0.015f, 0.04f,    {0.0123f, 0.0211f, -0.0280f, 0.0069f}};
  static constexpr TwoBranchFit kRateOfOne{
      0.1591f, -0.0078f, 0.0038f, 0.0179f, 0.04f, {0.0088f, 0.0768f, -0.1352f, 0.0664f}};

  TwoBranchFit rate;  // Q_s
  float per_g_max;
  float growth;  // scale sqrt(ln((t + t_0 + t_read) / (2 t_read)))

  static HermesAccumulatedNoise bind(const ParamValues& p, const TileContext& tile) {
    constexpr double kReadTime_s = 512e-9;
    const bool one = p["devices"] == 1.0;
    const double elapsed_s = tile.time_s + (one ? 200.0 : 300.0) + kReadTime_s;
    return {one ? kRateOfOne : kRateOfTwo, 1.0f / tile.g_max_uS,
            static_cast<float>(p["scale"] * std::sqrt(std::log(elapsed_s / (2.0 * kReadTime_s))))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const bool one = p["devices"] == 1.0;
    const double u = target_uS / static_cast<double>(tile.g_max_uS);
    const double ln_u = std::log(std::max(u, 1e-7));
    const double of_one = u < 0.1591 ? std::clamp(-0.0078 * ln_u + 0.0038, 0.0179, 0.04)
                                     : 0.0664 * u * u * u - 0.1352 * u * u + 0.0768 * u + 0.0088;
    const double of_two = u < 0.16 ? std::clamp(-0.0117 * ln_u - 0.0069, 0.015, 0.04)
                                   : 0.0069 * u * u * u - 0.0280 * u * u + 0.0211 * u + 0.0123;
    const double from_start_s = tile.time_s + (one ? 200.0 : 300.0);
    const double growth = std::sqrt(std::log((from_start_s + 5.12e-7) / 1.024e-6));
    return Law::normal(target_uS, p["scale"] * target_uS * (one ? of_one : of_two) * growth)
        .clipped(0.0, std::numeric_limits<double>::max());
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const float sigma_uS = cell.g_uS * (rate(cell.programmed_uS * per_g_max) * growth);
    cell.g_uS = max_f(fma_rn(sigma_uS, xi, cell.g_uS), 0.0f);
  }
};

}  // namespace imcbench
