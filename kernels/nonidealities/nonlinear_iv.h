// SPDX-License-Identifier: Apache-2.0
// Nonlinear current-voltage curve of the devices.
#pragma once

#include "kernels/core/check.h"
#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/milo_curve.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct NonlinearIv {
  static constexpr NonidealityInfo info{
      .name = "nonlinear_iv",
      .stage = Stage::read,
      .lifetime = Lifetime::none,
      .summary = "A device's current is not proportional to its voltage.",
      .formula =
          "I = G V + N2(G) V^2 + N3(G) V^3, V = v_read x: s <- s + sum_j (N2(G+_j) - "
          "N2(G-_j)) v_read x_j^2 / W + sum_j (N3(G+_j) - N3(G-_j)) v_read^2 x_j^3 / W. "
          "law = cubic: N2 = 0, N3 = -cubic_per_V2 G. law = milo2021, z = log10(G / S): "
          "N2 = 1.388e-4 z^3 + 1.541e-3 z^2 + 5.711e-3 z + 7.063e-3, "
          "N3 = 8.871e-5 z^2 + 6.792e-4 z + 1.2968e-3",
      .symbols =
          "I current [A], G conductance [S], V voltage [V], N2 [A/V^2], N3 [A/V^3], x input "
          "in units of the input range, W = g_max - g_min [S]",
      .validity =
          "|x| <= 1. milo2021: |V| <= 0.5 V, fitted to 62.5 to 110 uS and extrapolated to 50 "
          "to 225 uS, where the mapping must lie; devices that leave that range have the "
          "relative curve of its nearer end",
      .neglected =
          "spread of the curve among devices (that is read_asymmetry); fluctuation of the "
          "devices between reads changes only the linear part",
      .source = kMilo2021};
  static constexpr ParamInfo params[] = {
      {"law", "1", 0, 0, 1, "One cubic for all conductances, or a fit to measured devices.",
       sources::kOurs, ParamType::choice, "cubic|milo2021"},
      {"cubic_per_V2", "1/V^2", 0.25, -10.0, 10.0, "Cubic coefficient, for law = cubic.",
       "toy curve of CrossSim, I = G (V - 0.25 V^3)"},
      {"v_read_V", "V", 0.2, 0.0, 5.0, "Voltage of a full-scale input.", sources::kOurs}};
  static constexpr const char* cases[] = {"v_read_V = 0.5", "cubic_per_V2 = -1, v_read_V = 0.5"};
  static constexpr OutputNeeds kNeeds{.panels = 2};

  float cubic;  // of the normalized curve
  float per_g_range;
  MiloCurve milo;
  bool measured;  // law = milo2021

  static void check(const ParamValues& p, std::string_view place) {
    if (p["law"] == 1.0 && p["v_read_V"] > MiloCurve::kHighest_V) {
      input_error("{}: nonlinear_iv.v_read_V = {} is outside law = milo2021; it holds up to {} V",
                  place, p["v_read_V"], MiloCurve::kHighest_V);
    }
  }

  static NonlinearIv bind(const ParamValues& p, const TileContext& tile) {
    const bool measured = p["law"] == 1.0;
    const auto g_min_uS = static_cast<double>(tile.g_min_uS);
    const auto g_max_uS = static_cast<double>(tile.g_max_uS);
    if (measured && (g_min_uS < MiloCurve::kLow_uS || g_max_uS > MiloCurve::kHigh_uS)) {
      input_error(
          "nonlinear_iv: law = milo2021 holds for 50 to 225 uS, but the mapping has "
          "g_min_uS = {} and g_max_uS = {}",
          g_min_uS, g_max_uS);
    }
    return {static_cast<float>(p["cubic_per_V2"] * p["v_read_V"] * p["v_read_V"]),
            1.0f / tile.g_range_uS(), MiloCurve::bind(p["v_read_V"], g_max_uS - g_min_uS),
            measured};
  }

  IMC_HD float panel(int which, const DevicePair& pair) const {
    const float fitted = milo(which, pair.plus_uS) - milo(which, pair.minus_uS);
    const float plain = (pair.plus_uS - pair.minus_uS) * per_g_range * -cubic;
    return measured ? fitted : which == 0 ? 0.0f : plain;
  }
  IMC_HD float panel_input(int which, float x) const { return which == 0 ? x * x : x * x * x; }

  IMC_HD float operator()(float s, const Read& read) const {
    return s + (read.panel[0] + read.panel[1]);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double v = p["v_read_V"], range_S = static_cast<double>(tile.g_range_uS()) * 1e-6;
    double s = 0.0;
    for (std::size_t j = 0; j < column.x.size(); ++j) {
      const double volt = v * column.x[j];
      const auto current_A = [&](double g_uS) {
        if (p["law"] == 1.0) return MiloCurve::current_A(g_uS, volt);
        return g_uS * 1e-6 * (volt - p["cubic_per_V2"] * volt * volt * volt);
      };
      s += current_A(column.plus_uS[j]) - current_A(column.minus_uS[j]);
    }
    return Law::exact(v == 0.0 ? column.ideal(tile) : s / (v * range_S));
  }
};

}  // namespace imcbench
