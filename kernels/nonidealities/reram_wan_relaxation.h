// SPDX-License-Identifier: Apache-2.0
// Relaxation of the resistive memory of the NeuRRAM chip: how far devices are from their targets.
#pragma once

#include <cmath>
#include <iterator>
#include <limits>

#include "kernels/core/check.h"
#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct ReramWanRelaxation {
  static constexpr const char* kSource =
      "Wan et al., Nature (2022), DOI 10.1038/s41586-022-04992-8; values as in aihwkit 1.1";
  static constexpr NonidealityInfo info{
      .name = "reram_wan_relaxation",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary =
          "Resistive memory spreads around its target with time, without a drift of the mean.",
      .formula =
          "g = max(g_P + sigma(t) xi, 0); sigma = scale (g_max / g_ref) sum_k c_k u^k, u = g_T / "
          "g_max; c_0 ... c_4 [uS] at 1 s: 0.348, 16.030, -43.853, 45.393, -16.815; 1 day: "
          "0.701, 22.086, -50.773, 47.095, -16.458; 2 days: 0.782, 20.274, -43.507, 37.062, "
          "-11.934; between these times linear in ln t; g = g_P at t = 0",
      .symbols =
          "t since the end of programming [s], g_T target, g_P programmed, g_ref g_max of the "
          "measured chip, sigma [uS], xi standard normal, the same at all times",
      .validity =
          "t = 0 or 1 s <= t <= 2 days; 0 <= u <= 1. The fit holds everything since the "
          "target: leave programming noise off. aihwkit 1.1 means to rescale by g_max / g_ref "
          "too, but an attribute named wrongly leaves it out; reference_g_max_uS = g_max_uS "
          "does as it does",
      .neglected =
          "a path of its own per device: xi is one number per device, and the interpolation "
          "in time, both our choice",
      .source = kSource};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the standard deviation.", kSource},
      {"reference_g_max_uS", "uS", 40.0, 1.0, 1e4, "g_max of the chip the fit belongs to.",
       kSource}};
  static constexpr const char* cases[] = {"scale = 3", "reference_g_max_uS = 25"};
  static constexpr Draw kDraw = Draw::normal;

  struct Fit {
    double time_s;
    double c_uS[5];
  };
  static constexpr double kFirst_s = 1.0, kDay_s = 86400.0, kLast_s = 172800.0;
  static constexpr Fit kFits[] = {{kFirst_s, {0.348, 16.030, -43.853, 45.393, -16.815}},
                                  {kDay_s, {0.701, 22.086, -50.773, 47.095, -16.458}},
                                  {kLast_s, {0.782, 20.274, -43.507, 37.062, -11.934}}};

  float per_g_max;
  float c_uS[5];

  static ReramWanRelaxation bind(const ParamValues& p, const TileContext& tile) {
    const double t = tile.time_s;
    ReramWanRelaxation bound{1.0f / tile.g_max_uS, {}};
    if (t == 0.0) return bound;
    if (t < kFirst_s || t > kLast_s) {
      input_error(
          "reram_wan_relaxation: time {} s is outside the measurements; allowed: 0, or {} s "
          "to {} s (2 days)",
          t, kFirst_s, kLast_s);
    }
    const Fit& from = kFits[t < kDay_s ? 0 : 1];
    const Fit& to = *std::next(&from);
    const double share = std::log(t / from.time_s) / std::log(to.time_s / from.time_s);
    const double scale = p["scale"] * static_cast<double>(tile.g_max_uS) / p["reference_g_max_uS"];
    for (int k = 0; k < 5; ++k) {
      bound.c_uS[k] = static_cast<float>(scale * std::lerp(from.c_uS[k], to.c_uS[k], share));
    }
    return bound;
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double t = tile.time_s, g_max = static_cast<double>(tile.g_max_uS);
    if (t == 0.0) return Law::exact(target_uS);
    const double u = target_uS / g_max, u2 = u * u, u3 = u2 * u, u4 = u2 * u2;
    const double second = 0.348 + 16.030 * u - 43.853 * u2 + 45.393 * u3 - 16.815 * u4;
    const double day = 0.701 + 22.086 * u - 50.773 * u2 + 47.095 * u3 - 16.458 * u4;
    const double two_days = 0.782 + 20.274 * u - 43.507 * u2 + 37.062 * u3 - 11.934 * u4;
    const double at_t = t < 86400.0 ? second + (day - second) * std::log(t) / std::log(86400.0)
                                    : day + (two_days - day) * std::log2(t / 86400.0);
    return Law::normal(target_uS, p["scale"] * g_max / p["reference_g_max_uS"] * at_t)
        .clipped(0.0, std::numeric_limits<double>::max());
  }

  IMC_HD float sigma_uS(float target_uS) const {
    const float u = clamp_f(target_uS * per_g_max, 0.0f, 1.0f);
    float sum = c_uS[4];
    for (int k = 3; k >= 0; --k) sum = fma_rn(sum, u, c_uS[k]);
    return sum;
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = max_f(fma_rn(sigma_uS(cell.target_uS), xi, cell.g_uS), 0.0f);
  }
};

}  // namespace imcbench
