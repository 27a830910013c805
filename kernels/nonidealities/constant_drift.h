// SPDX-License-Identifier: Apache-2.0
// Drift whose exponent does not depend on the conductance.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct ConstantDrift {
  static constexpr NonidealityInfo info{
      .name = "constant_drift",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary =
          "Power-law decay with an exponent of its own per device, the same law for every "
          "conductance.",
      .formula = "g_D(t) = g_P ((t + t_0) / t_0)^(-nu); nu = scale |nu_mean + nu_std xi|",
      .symbols = "t since the end of programming [s], t_0 [s], nu [1], g [uS], xi standard normal",
      .validity = "t >= 0",
      .neglected =
          "dependence of the exponent on the conductance (pcm_drift, hermes_drift), "
          "temperature, read disturb",
      .source = sources::kStateIndependent};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the drift exponent.", sources::kStateIndependent},
      {"nu_mean", "1", 0.1, 0.0, 1.0, "Mean exponent, before the sign is dropped.",
       sources::kStateIndependent},
      {"nu_std", "1", 0.05, 0.0, 1.0, "Deviation of the exponent from device to device.",
       sources::kStateIndependent},
      {"t0_s", "s", 20.0, 1e-9, 1e9, "Reference time of the power law.",
       sources::kStateIndependent}};
  static constexpr const char* cases[] = {"nu_mean = 0.03, nu_std = 0.01", "nu_std = 0.2",
                                          "nu_mean = 0.05, nu_std = 0.001, t0_s = 1"};
  static constexpr Draw kDraw = Draw::normal;

  float nu_mean, nu_std;
  float minus_log_ratio;  // -scale ln((t + t_0) / t_0)

  static ConstantDrift bind(const ParamValues& p, const TileContext& tile) {
    return {static_cast<float>(p["nu_mean"]), static_cast<float>(p["nu_std"]),
            static_cast<float>(-p["scale"] * std::log1p(tile.time_s / p["t0_s"]))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double ratio = (tile.time_s + p["t0_s"]) / p["t0_s"], scale = p["scale"];
    const double mean = p["nu_mean"], std = p["nu_std"];
    return Law::of_normal(
        [=](double z) { return target_uS * std::pow(ratio, -scale * std::fabs(mean - std * z)); });
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = cell.g_uS * exp_f(minus_log_ratio * abs_f(fma_rn(nu_std, xi, nu_mean)));
  }
};

}  // namespace imcbench
