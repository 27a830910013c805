// SPDX-License-Identifier: Apache-2.0
// Wear: the conductance window closes with the number of write cycles.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct Endurance {
  static constexpr NonidealityInfo info{
      .name = "endurance",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary =
          "The conductance window of a device has closed around its centre after many write "
          "cycles.",
      .formula =
          "g <- c + (g - c) / (1 + (cycles / h)^slope); c = (g_min + g_max) / 2; h = cycles_half "
          "exp(half_spread xi)",
      .symbols =
          "g, c [uS], cycles written so far, h cycles at which the window is half as wide, "
          "slope, half_spread [1], xi standard normal",
      .validity = "wear before the evaluation; every device has seen the same number of cycles",
      .neglected = "sudden failure (stuck_cells), a centre that moves, recovery, wear by reads",
      .source =
          "our choice; other laws of gradual failure with cycles exist (MemTorch, after Lammie "
          "et al. 2021), neither their form nor their numbers are used here"};
  static constexpr ParamInfo params[] = {
      {"cycles", "cycles", 1e5, 0.0, 1e15, "Write cycles of every device.", sources::kOurs},
      {"cycles_half", "cycles", 1e6, 1.0, 1e15, "Median cycles to half the window.",
       sources::kOurs},
      {"slope", "1", 1.0, 0.1, 10.0, "Steepness of the closure.", sources::kOurs},
      {"half_spread", "1", 0.5, 0.0, 5.0, "Deviation of ln h from device to device.",
       sources::kOurs}};
  static constexpr const char* cases[] = {"cycles = 1e6", "cycles = 1e7, slope = 0.5",
                                          "cycles = 5e5, slope = 2, half_spread = 0.7"};
  static constexpr Draw kDraw = Draw::normal;

  float log_wear;   // slope ln(cycles / median h)
  float steepness;  // -slope half_spread: d log_wear / d xi
  float centre_uS;

  static Endurance bind(const ParamValues& p, const TileContext& tile) {
    constexpr double kNoWear = -1000.0;  // the logarithm of nothing
    const double cycles = p["cycles"];
    const double log_wear =
        cycles > 0.0 ? p["slope"] * std::log(cycles / p["cycles_half"]) : kNoWear;
    return {static_cast<float>(log_wear), static_cast<float>(-p["slope"] * p["half_spread"]),
            0.5f * (tile.g_min_uS + tile.g_max_uS)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double centre =
        0.5 * (static_cast<double>(tile.g_min_uS) + static_cast<double>(tile.g_max_uS));
    const double ratio = p["cycles"] / p["cycles_half"];
    const double slope = p["slope"], spread = p["half_spread"];
    return Law::of_normal([=](double z) {
      const double worn = std::pow(ratio * std::exp(-spread * z), slope);
      return target_uS + (centre - target_uS) / (1.0 + 1.0 / worn);  // nothing cancels
    });
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const float log_r = fma_rn(steepness, xi, log_wear);
    const float r = log_r > -87.0f ? exp_f(log_r) : 0.0f;  // exp_f itself ends at e^-87
    const float closed = r / (1.0f + r);
    cell.g_uS = fma_rn(centre_uS - cell.g_uS, closed, cell.g_uS);
  }
};

}  // namespace imcbench
