// SPDX-License-Identifier: Apache-2.0
// Loss of the stored state with time, faster when hot.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct Retention {
  static constexpr NonidealityInfo info{
      .name = "retention",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary = "Devices lose their state towards an end state, thermally activated (Arrhenius).",
      .formula =
          "g <- g_end + (g - g_end) exp(-(t / tau)^beta); tau = tau_ref exp((E / k) (1 / T - 1 / "
          "T_ref)) exp(tau_spread xi); g_end = g_min + end_share (g_max - g_min)",
      .symbols =
          "t since the end of programming [s], g [uS], tau, tau_ref [s], E activation energy "
          "[eV], k = 8.617333e-5 eV/K, T, T_ref temperatures [K], beta, tau_spread [1], xi "
          "standard normal",
      .validity = "one temperature throughout; one mechanism, the same energy from 200 to 600 K",
      .neglected =
          "rests below e^-10 (0.005 %), spread of the energy, more than one mechanism, change of "
          "conductance with "
          "temperature itself",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"activation_energy_eV", "eV", 1.2, 0.0, 5.0, "Energy of the loss mechanism.",
       sources::kOurs},
      {"temperature_K", "K", 300.0, 200.0, 600.0, "Temperature since programming.", sources::kOurs},
      {"reference_temperature_K", "K", 300.0, 200.0, 600.0, "Temperature at which tau_ref_s holds.",
       sources::kOurs},
      {"tau_ref_s", "s", 1e8, 1e-9, 1e20, "Median time constant at the reference temperature.",
       sources::kOurs},
      {"beta", "1", 0.5, 0.05, 5.0, "Stretching of the exponential; 1: none.", sources::kOurs},
      {"end_share", "1", 0.0, 0.0, 1.0, "End state as a share of the conductance window.",
       sources::kOurs},
      {"tau_spread", "1", 0.5, 0.0, 5.0, "Deviation of ln tau from device to device.",
       sources::kOurs}};
  static constexpr const char* cases[] = {"temperature_K = 358", "beta = 1, tau_ref_s = 1e4",
                                          "end_share = 0.5, temperature_K = 398, tau_spread = 1"};
  static constexpr Draw kDraw = Draw::normal;

  static constexpr float kNone = 10.0f;    // a rest of e^-10 and less counts as none
  static constexpr float kLeast = -87.0f;  // exp_f goes no further

  float log_loss;   // beta ln(t / median tau)
  float steepness;  // -beta tau_spread: d log_loss / d xi
  float end_uS;

  static Retention bind(const ParamValues& p, const TileContext& tile) {
    constexpr double kBoltzmann_eV_per_K = 8.617333e-5;
    constexpr double kNoLoss = -1000.0;  // the logarithm of nothing
    const double log_tau = std::log(p["tau_ref_s"]) +
                           p["activation_energy_eV"] / kBoltzmann_eV_per_K *
                               (1.0 / p["temperature_K"] - 1.0 / p["reference_temperature_K"]);
    const double log_loss =
        tile.time_s > 0.0 ? p["beta"] * (std::log(tile.time_s) - log_tau) : kNoLoss;
    const double end_uS = static_cast<double>(tile.g_min_uS) +
                          p["end_share"] * static_cast<double>(tile.g_range_uS());
    return {static_cast<float>(log_loss), static_cast<float>(-p["beta"] * p["tau_spread"]),
            static_cast<float>(end_uS)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double g_min = static_cast<double>(tile.g_min_uS);
    const double end = g_min + p["end_share"] * (static_cast<double>(tile.g_max_uS) - g_min);
    const double inverse_kelvin = 1.0 / p["temperature_K"] - 1.0 / p["reference_temperature_K"];
    const double tau =
        p["tau_ref_s"] * std::exp(p["activation_energy_eV"] * inverse_kelvin / 8.617333e-5);
    const double t = tile.time_s, beta = p["beta"], spread = p["tau_spread"];
    return Law::of_normal([=](double z) {
      const double x = std::pow(t / tau * std::exp(-spread * z), beta);
      if (x >= 10.0) return end;
      // Whichever of loss and rest is small is computed without cancellation.
      return x < 0.7 ? target_uS - (end - target_uS) * std::expm1(-x)
                     : end + (target_uS - end) * std::exp(-x);
    });
  }

  // 1 - e^-x for 0 <= x < kSmall, its Taylor series: nothing cancels.
  static constexpr float kSmall = 0.7f;
  static IMC_HD float small_loss(float x) {
    float series = fma_rn(x, -1.0f / 9, 1.0f);
    series = fma_rn(x * (-1.0f / 8), series, 1.0f);
    series = fma_rn(x * (-1.0f / 7), series, 1.0f);
    series = fma_rn(x * (-1.0f / 6), series, 1.0f);
    series = fma_rn(x * (-1.0f / 5), series, 1.0f);
    series = fma_rn(x * (-1.0f / 4), series, 1.0f);
    series = fma_rn(x * (-1.0f / 3), series, 1.0f);
    series = fma_rn(x * (-1.0f / 2), series, 1.0f);
    return x * series;
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const float log_x = fma_rn(steepness, xi, log_loss);
    const float x = log_x > kLeast ? exp_f(log_x) : 0.0f;
    const float kept = x < kNone ? exp_f(-x) : 0.0f;
    const float little = fma_rn(end_uS - cell.g_uS, small_loss(x), cell.g_uS);
    const float much = fma_rn(cell.g_uS - end_uS, kept, end_uS);
    cell.g_uS = x < kSmall ? little : much;
  }
};

}  // namespace imcbench
