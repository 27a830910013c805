// SPDX-License-Identifier: Apache-2.0
// Thermal and shot noise of the currents through the devices.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct ThermalShotNoise {
  static constexpr NonidealityInfo info{
      .name = "thermal_shot_noise",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "Thermal and shot noise of every device's current, summed over a column.",
      .formula =
          "a device: var(I) = f G (4 k T + 2 q V |x|); s <- s + sqrt(sum_j f (g+_j + g-_j) "
          "(4 k T + 2 q V |x_j|)) / (V (g_max - g_min)) xi",
      .symbols =
          "I current [A], G, g conductance [S], f noise bandwidth [Hz], T temperature [K], V "
          "voltage of a full-scale input [V], x input in units of the input range, k, q "
          "constants of Boltzmann and of charge, s column sum in units of full scale, xi "
          "standard normal",
      .validity =
          "white noise; one device at x = 1, V = 0.2 V, T = 300 K has sigma(G) / G = 0.14 % (10 "
          "uS, 10 MHz), 1.4 % (10 uS, 1 GHz), 4.5 % (1 uS, 1 GHz). An upper bound: full "
          "shot noise beside thermal noise, where tunnelling has 2 q I coth(q V / 2 k T)",
      .neglected =
          "noise of amplifiers (that is output_noise); a device without voltage has its "
          "thermal noise, and a device at conductance below zero none",
      .source = sources::kPytorx};
  static constexpr ParamInfo params[] = {
      {"bandwidth_Hz", "Hz", 1e7, 0.0, 1e12, "Noise bandwidth of a read.", sources::kOurs},
      {"temperature_K", "K", 300.0, 0.0, 1000.0, "Temperature of the devices.", sources::kOurs},
      {"v_read_V", "V", 0.2, 1e-3, 5.0, "Voltage of a full-scale input.", sources::kOurs}};
  static constexpr const char* cases[] = {"bandwidth_Hz = 1e9",
                                          "temperature_K = 400, v_read_V = 0.05",
                                          "temperature_K = 0, bandwidth_Hz = 1e9"};
  static constexpr OutputNeeds kNeeds{.draw = true, .panels = 2};
  static constexpr double kBoltzmann = 1.380649e-23, kCharge = 1.602176634e-19;  // exact, SI

  float thermal_per_uS, shot_per_uS;  // variance of s, of one device; the latter at |x| = 1

  static ThermalShotNoise bind(const ParamValues& p, const TileContext& tile) {
    const double v = p["v_read_V"], full_A = v * static_cast<double>(tile.g_range_uS()) * 1e-6;
    const double per_uS = p["bandwidth_Hz"] * 1e-6 / (full_A * full_A);
    return {static_cast<float>(per_uS * 4.0 * kBoltzmann * p["temperature_K"]),
            static_cast<float>(per_uS * 2.0 * kCharge * v)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double v = p["v_read_V"];
    double variance_A2 = 0.0;
    for (std::size_t j = 0; j < column.x.size(); ++j) {
      const double g_S = (column.plus_uS[j] + column.minus_uS[j]) * 1e-6;
      variance_A2 += p["bandwidth_Hz"] * g_S *
                     (4.0 * 1.380649e-23 * p["temperature_K"] +
                      2.0 * 1.602176634e-19 * v * std::fabs(column.x[j]));
    }
    const double full_A = v * static_cast<double>(tile.g_range_uS()) * 1e-6;
    return Law::normal(column.ideal(tile), std::sqrt(variance_A2) / full_A);
  }

  // Panel 0: what does not depend on the input; panel 1: what grows as |x|.
  IMC_HD float panel(int which, const DevicePair& pair) const {
    const float g_uS = max_f(pair.plus_uS, 0.0f) + max_f(pair.minus_uS, 0.0f);
    return g_uS * (which == 0 ? thermal_per_uS : shot_per_uS);
  }
  IMC_HD float panel_input(int which, float x) const { return which == 0 ? 1.0f : abs_f(x); }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sqrt_rn(read.panel[0] + read.panel[1]), read.xi, s);
  }
};

}  // namespace imcbench
