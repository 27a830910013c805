// SPDX-License-Identifier: Apache-2.0
// What the kinds of random telegraph noise share: amplitude against conductance, and states.
//
// Each device of a pair moves among discrete states s_k with probabilities p_k, zero mean, unit
// variance; its conductance is g + sigma(g) s. rho is that of the chip times that of the product
// (layers/product_layer.h), where training gave it one. Kinds differ in how long a state lives:
// rtn_per_chip, rtn_per_image, rtn_per_read (exact), rtn_moments (per read, matched moments),
// rtn_telegraph (a Markov process in time).
#pragma once

#include <array>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

// Part of every kind's formula; a macro, so that it can stand inside a string literal.
#define IMC_RTN_SIGMA                                                           \
  "law = power: sigma(g) = kappa G (g / G)^(1 - beta) rho^(-beta), G = g_max; " \
  "law = floor_and_proportional: sigma(g) = 0.5 min(2 kappa G / rho + 0.0015 g, g)"
#define IMC_RTN_SYMBOLS \
  "g aged conductance [uS], sigma its deviation [uS], kappa, beta [1], rho parameter times that " \
  "of the product [1], s state [1]"

// clang-format off
// The parameters of every kind.
inline constexpr ParamInfo kRtnLaw{
    "law", "1", 0, 0, 1, "How the amplitude depends on the conductance.",
    sources::kOurs, ParamType::choice, "power|floor_and_proportional"};
inline constexpr ParamInfo kRtnKappa{
    "kappa", "1", 0.02, 0.0, 1.0,
    "Deviation of a device as a share of g_max at rho = 1: 0.01 weak, 0.02 normal, 0.04 strong.",
    sources::kOurs};
inline constexpr ParamInfo kRtnBeta{
    "beta", "1", 1.0, 0.0, 1.0,
    "1: the same for every conductance; 0: proportional to it (law = power).", sources::kOurs};
inline constexpr ParamInfo kRtnRho{
    "rho", "1", 1.0, 1.0 / 64, 64.0, "Energy coefficient: conductance per weight, relative.",
    sources::kOurs};
inline constexpr ParamInfo kRtnTraps{
    "traps", "traps", 1, 1, 2,
    "Two-state traps per device: 1 gives states +1, -1; 2, of amplitudes 1 and 0.5, four.",
    sources::kOurs, ParamType::integer};
inline constexpr ParamInfo kRtnCells{
    "cells", "1", 0, 0, 1,
    "pair: both devices of a weight fluctuate; single: one does, the larger, as with one cell per "
    "weight and a digital sign.", sources::kOurs, ParamType::choice, "pair|single"};
// clang-format on
inline constexpr std::array kRtnParams{kRtnLaw, kRtnKappa, kRtnBeta, kRtnRho, kRtnTraps, kRtnCells};

// rho of the chip times that of the product.
inline double rtn_rho(const ParamValues& p, const TileContext& tile) {
  return p["rho"] * static_cast<double>(tile.energy_coefficient);
}
inline bool rtn_single_cell(const ParamValues& p) { return p["cells"] == 1.0; }

// sigma(g) in uS. With law = power it depends on kappa and rho through kappa rho^(-beta) alone, bit
// for bit where rho^(-beta) is a power of two.
struct RtnAmplitude {
  static constexpr float kProportional = 0.0015f;  // b of the fit dR/R = a R + b, sources::kPytorx
  static constexpr float kMinU = 1.2e-38f;         // keeps the logarithm in its domain

  bool floor_and_proportional;
  float floor_uS;  // kappa G rho^(-beta), or 2 kappa G / rho
  float power;     // 1 - beta
  float per_g_max;

  static RtnAmplitude bind(const ParamValues& p, const TileContext& tile) {
    const double kappa_uS = p["kappa"] * static_cast<double>(tile.g_max_uS);
    const bool floor = p["law"] == 1.0;
    const double rho = rtn_rho(p, tile);
    const double floor_uS = floor ? 2.0 * kappa_uS / rho : kappa_uS * std::pow(rho, -p["beta"]);
    return {floor, static_cast<float>(floor_uS), static_cast<float>(1.0 - p["beta"]),
            1.0f / tile.g_max_uS};
  }

  IMC_HD float operator()(float g_uS) const {
    const float g = max_f(g_uS, 0.0f);
    if (floor_and_proportional) return 0.5f * min_f(fma_rn(kProportional, g, floor_uS), g);
    if (power == 0.0f) return floor_uS;
    const float u = g * per_g_max;
    return u > kMinU ? floor_uS * exp_f(power * log_pos(u)) : 0.0f;
  }

  // d sigma / d g, for training. Of law = power it is (1 - beta) sigma / g, with g no smaller than
  // kSlopeU of g_max: for 0 < beta < 1 it has no bound at 0.
  static constexpr float kSlopeU = 1e-3f;
  float slope(float g_uS) const {
    const float g = max_f(g_uS, 0.0f);
    if (floor_and_proportional) {
      return fma_rn(kProportional, g, floor_uS) < g ? 0.5f * kProportional : 0.5f;
    }
    if (power == 0.0f) return 0.0f;
    const float at = max_f(g, kSlopeU / per_g_max);
    return power * (*this)(at) / at;
  }
  // d sigma / d ln(rho).
  float by_log_rho(float g_uS) const {
    const float g = max_f(g_uS, 0.0f);
    if (!floor_and_proportional) return (power - 1.0f) * (*this)(g);  // -beta sigma
    return fma_rn(kProportional, g, floor_uS) < g ? -0.5f * floor_uS : 0.0f;
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
  const double g_max = static_cast<double>(tile.g_max_uS), g = std::fmax(g_uS, 0.0);
  if (p["law"] == 1.0) {
    return 0.5 * std::fmin(2.0 * p["kappa"] * g_max / rtn_rho(p, tile) + 0.0015 * g, g);
  }
  return p["kappa"] * g_max * std::pow(g / g_max, 1.0 - p["beta"]) *
         std::pow(rtn_rho(p, tile), -p["beta"]);
}

// g + sigma(g) s over the states s = (+1 or -1), or ((+1 or -1) + (+0.5 or -0.5)) / sqrt(1.25).
inline Law rtn_law(const ParamValues& p, const TileContext& tile, double g_uS) {
  const double sigma = rtn_sigma_uS(p, tile, g_uS);
  const auto at = [&](double s) { return Law::exact(g_uS + sigma * s); };
  if (p["traps"] == 1.0) return Law::mixture({{0.5, at(-1.0)}, {0.5, at(1.0)}});
  const double unit = 1.0 / std::sqrt(1.25);
  return Law::mixture({{0.25, at(-1.5 * unit)},
                       {0.25, at(-0.5 * unit)},
                       {0.25, at(0.5 * unit)},
                       {0.25, at(1.5 * unit)}});
}

}  // namespace imcbench
