// SPDX-License-Identifier: Apache-2.0
// What the kinds of random telegraph noise share: amplitude against conductance, and states.
//
// Each device of a pair moves among discrete states s_k with probabilities p_k, zero mean, unit
// variance; its conductance is g + sigma(g) s. Kinds differ in how long a state lives:
// rtn_per_chip, rtn_per_image, rtn_per_read (exact), rtn_moments (per read, matched moments),
// rtn_telegraph (a Markov process in time).
#pragma once

#include <array>
#include <cmath>

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

inline constexpr const char* kRtnAmplitude =
    "law = power: sigma(g) = kappa G (g / G)^(1 - beta) rho^(-beta), G = g_max; "
    "law = floor_and_proportional: sigma(g) = 0.5 min(2 kappa G / rho + 0.0015 g, g)";

// The parameters of every RTN kind; a kind may append its own.
inline constexpr std::array kRtnParams{
    ParamInfo{"law", "1", 0, 0, 1, "How the amplitude depends on the conductance.", sources::kOurs,
              ParamType::choice, "power|floor_and_proportional"},
    ParamInfo{"kappa", "1", 0.02, 0.0, 1.0,
              "Deviation of a device as a share of g_max at rho = 1: 0.01 weak, 0.02 normal, 0.04 "
              "strong.",
              sources::kOurs},
    ParamInfo{"beta", "1", 1.0, 0.0, 1.0,
              "1: the same for every conductance; 0: proportional to it (law = power).",
              sources::kOurs},
    ParamInfo{"rho", "1", 1.0, 1.0 / 64, 64.0,
              "Energy coefficient: conductance per weight, relative.", sources::kOurs},
    ParamInfo{"traps", "traps", 1, 1, 2,
              "Two-state traps per device: 1 gives states +1, -1; 2, of amplitudes 1 and 0.5, four.",
              sources::kOurs, ParamType::integer}};

// sigma(g) in uS.
struct RtnAmplitude {
  static constexpr float kProportional = 0.0015f;  // b of the published fit dG = a + b G
  bool floor_and_proportional;
  float floor_uS;      // kappa G rho^(-beta), or 2 kappa G / rho
  float power;         // 1 - beta
  float per_g_max;

  static RtnAmplitude bind(const ParamValues& p, const TileContext& tile) {
    const double kappa_uS = p["kappa"] * static_cast<double>(tile.g_max_uS);
    const bool floor = p["law"] == 1.0;
    const double floor_uS =
        floor ? 2.0 * kappa_uS / p["rho"] : kappa_uS * std::pow(p["rho"], -p["beta"]);
    return {floor, static_cast<float>(floor_uS), static_cast<float>(1.0 - p["beta"]),
            1.0f / tile.g_max_uS};
  }

  IMC_HD float operator()(float g_uS) const {
    if (floor_and_proportional) {
      return 0.5f * min_f(fma_rn(kProportional, g_uS, floor_uS), g_uS);
    }
    if (power == 0.0f) return floor_uS;
    const float u = max_f(g_uS * per_g_max, 1e-12f);
    return floor_uS * exp_f(power * log_pos(u));
  }
};

// A state, zero mean and unit variance, from a uniform draw.
struct RtnStates {
  static constexpr float kSecond = 0.5f;  // amplitude of the second trap
  bool two_traps;

  static RtnStates bind(const ParamValues& p) { return {p["traps"] == 2.0}; }

  IMC_HD float operator()(float u) const {
    if (!two_traps) return u < 0.5f ? -1.0f : 1.0f;
    constexpr float kUnit = 0.894427191f;  // 1 / sqrt(1 + 0.25)
    const float first = u < 0.5f ? -kUnit : kUnit;
    const float rest = u < 0.5f ? u : u - 0.5f;
    return first + (rest < 0.25f ? -kSecond * kUnit : kSecond * kUnit);
  }
};

// The same in double, for closed forms.
inline double rtn_sigma_uS(const ParamValues& p, const TileContext& tile, double g_uS) {
  const double g_max = static_cast<double>(tile.g_max_uS);
  if (p["law"] == 1.0) {
    return 0.5 * std::fmin(2.0 * p["kappa"] * g_max / p["rho"] + 0.0015 * g_uS, g_uS);
  }
  return p["kappa"] * g_max * std::pow(g_uS / g_max, 1.0 - p["beta"]) *
         std::pow(p["rho"], -p["beta"]);
}

}  // namespace imcbench
