// SPDX-License-Identifier: Apache-2.0
// Measured current-voltage curves of filamentary devices, as polynomials in log10 of the
// conductance.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernels/core/math.h"

namespace imcbench {

inline constexpr const char* kMilo2021 =
    "Milo et al., IRPS 2021, polynomials as in CrossSim; law = cubic: our choice";

struct MiloCurve {
  static constexpr double kLow_uS = 50.0, kHigh_uS = 225.0, kHighest_V = 0.5;
  static constexpr double kN2[] = {7.063e-3, 5.711e-3, 1.541e-3, 1.388e-4};  // of 1, z, z^2, z^3
  static constexpr double kN3[] = {1.2968e-3, 6.792e-4, 8.871e-5, 0.0};

  // The polynomials nearly cancel, so floats take them about the middle of the range: in powers of
  // ln(g / kCentre_uS), and in units of a full weight at a full input.
  static constexpr double kCentre_uS = 106.0;
  float term[2][4];

  // About z0, in powers of u = ln 10 (z - z0).
  static void recentre(const double (&n)[4], double scale, float (&to)[4]) {
    const double z = std::log10(kCentre_uS * 1e-6), per = 1.0 / std::numbers::ln10;
    to[0] = static_cast<float>(scale * (n[0] + z * (n[1] + z * (n[2] + z * n[3]))));
    to[1] = static_cast<float>(scale * per * (n[1] + z * (2.0 * n[2] + z * 3.0 * n[3])));
    to[2] = static_cast<float>(scale * per * per * (n[2] + z * 3.0 * n[3]));
    to[3] = static_cast<float>(scale * per * per * per * n[3]);
  }

  static MiloCurve bind(double v_read_V, double g_range_uS) {
    MiloCurve curve{};
    recentre(kN2, v_read_V / (g_range_uS * 1e-6), curve.term[0]);
    recentre(kN3, v_read_V * v_read_V / (g_range_uS * 1e-6), curve.term[1]);
    return curve;
  }

  // The coefficient of x^2 (which = 0) or x^3 (1) of one device.
  IMC_HD float operator()(int which, float g_uS) const {
    const float inside = clamp_f(g_uS, static_cast<float>(kLow_uS), static_cast<float>(kHigh_uS));
    const float u = log_pos(inside * static_cast<float>(1.0 / kCentre_uS));
    const auto& n = term[which];
    return fma_rn(fma_rn(fma_rn(n[3], u, n[2]), u, n[1]), u, n[0]) * (g_uS / inside);
  }

  // The whole current of one device, in double, as the formula says it.
  static double current_A(double g_uS, double volt) {
    const double inside = std::clamp(g_uS, kLow_uS, kHigh_uS), z = std::log10(inside * 1e-6);
    const double n2 = 1.388e-4 * z * z * z + 1.541e-3 * z * z + 5.711e-3 * z + 7.063e-3;
    const double n3 = 8.871e-5 * z * z + 6.792e-4 * z + 1.2968e-3;
    return g_uS * 1e-6 * volt + (n2 * volt * volt + n3 * volt * volt * volt) * g_uS / inside;
  }
};

}  // namespace imcbench
