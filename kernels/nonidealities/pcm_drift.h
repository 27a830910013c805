// SPDX-License-Identifier: Apache-2.0
// Conductance drift of phase-change memory: structural relaxation of the amorphous phase.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct PcmDrift {
  static constexpr NonidealityInfo info{
      .name = "pcm_drift",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary = "Power-law decay of the conductance, with an exponent of its own per device.",
      .formula = "g_D(t) = g_P * ((t + t_0) / t_0)^(-nu); nu = scale * |mu_nu + sigma_nu xi|; "
                 "mu_nu = clip(-0.0155 ln u + 0.0244, 0.049, 0.1); "
                 "sigma_nu = clip(-0.0125 ln u - 0.0059, 0.008, 0.045); u = max(g_T / g_max, 1e-7)",
      .symbols = "t since the end of programming [s], t_0 [s], nu [1], g [uS], xi standard normal",
      .validity = "t >= 0; 0 <= u <= 1; room temperature; measured over hours to days, extrapolated "
                  "beyond",
      .neglected = "temperature, read disturb, correlation of nu with the programmed value",
      .source = sources::kNandakumar2019};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the drift exponent.", sources::kRasch2023},
      {"t0_s", "s", 20.0, 1e-9, 1e9, "Reference time of the power law.", sources::kRasch2023}};
  static constexpr const char* cases[] = {"scale = 2.5", "t0_s = 1"};
  static constexpr Draw kDraw = Draw::normal;

  static constexpr float kMuSlope = -0.0155f, kMuOffset = 0.0244f, kMuMin = 0.049f, kMuMax = 0.1f;
  static constexpr float kSigmaSlope = -0.0125f, kSigmaOffset = -0.0059f;
  static constexpr float kSigmaMin = 0.008f, kSigmaMax = 0.045f;
  static constexpr float kMinU = 1e-7f;

  float per_g_max;
  float minus_log_ratio;  // -scale * ln((t + t_0) / t_0)

  static PcmDrift bind(const ParamValues& p, const TileContext& tile) {
    return {1.0f / tile.g_max_uS,
            static_cast<float>(-p["scale"] * std::log1p(tile.time_s / p["t0_s"]))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const double log_u = std::log(std::max(target_uS / static_cast<double>(tile.g_max_uS), 1e-7));
    const double mean = std::clamp(-0.0155 * log_u + 0.0244, 0.049, 0.1);
    const double sigma = std::clamp(-0.0125 * log_u - 0.0059, 0.008, 0.045);
    const double ratio = (tile.time_s + p["t0_s"]) / p["t0_s"], scale = p["scale"];
    return Law::of_normal([=](double z) {
      return target_uS * std::pow(ratio, -scale * std::fabs(mean - sigma * z));
    });
  }

  static IMC_HD float mean_exponent(float log_u) {
    return clamp_f(fma_rn(kMuSlope, log_u, kMuOffset), kMuMin, kMuMax);
  }
  static IMC_HD float exponent_sigma(float log_u) {
    return clamp_f(fma_rn(kSigmaSlope, log_u, kSigmaOffset), kSigmaMin, kSigmaMax);
  }

  // The drift exponent of a device before `scale`.
  IMC_HD float exponent(float target_uS, float xi) const {
    const float log_u = log_pos(max_f(target_uS * per_g_max, kMinU));
    return abs_f(fma_rn(exponent_sigma(log_u), xi, mean_exponent(log_u)));
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = cell.g_uS * exp_f(minus_log_ratio * exponent(cell.target_uS, xi));
  }
};

}  // namespace imcbench
