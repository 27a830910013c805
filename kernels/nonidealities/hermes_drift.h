// SPDX-License-Identifier: Apache-2.0
// Drift of the phase-change memory of the 64-core Hermes chip.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/two_branch_fit.h"

namespace imcbench {

struct HermesDrift {
  static constexpr NonidealityInfo info{
      .name = "hermes_drift",
      .stage = Stage::age,
      .lifetime = Lifetime::per_chip,
      .summary =
          "Power-law decay as fitted to the Hermes chip, for unit cells of one or two devices.",
      .formula =
          "g_D(t) = g_P ((t + t_0) / t_0)^(-nu); nu = scale |mu_nu + sigma_nu xi|; "
          "mu_nu = clip(-0.0387 ln u - 0.0182, 0.0720, 0.13) if u < 0.0945, else -0.0436 u^2 - "
          "0.0126 u + 0.0736; two devices: sigma_nu = clip(-0.0117 ln u - 0.0057, 0.0091, 0.04) "
          "if u < 0.3055, else -0.0118 u^2 + 0.0093 u + 0.0073; one device: sigma_nu = "
          "clip(-0.0120 ln u - 0.0023, 0.0124, 0.04) if u < 0.3039, else -0.0165 u^2 + "
          "0.0116 u + 0.0104; u = max(g_T / g_max, 1e-7)",
      .symbols =
          "t since the end of programming [s], t_0 = 300 s (two) or 200 s (one), nu [1], g of "
          "the unit cell [uS], g_T target, g_P programmed, xi standard normal",
      .validity =
          "t >= 0; 0 <= u <= 1; fitted up to g_max = 20.7 uS (two) or 10.35 uS (one); the "
          "branches do not meet exactly",
      .neglected = "difference between the two devices of a cell, temperature, read disturb",
      .source = sources::kHermes};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the drift exponent.", sources::kHermes},
      {"devices", "1", 0, 0, 1, "Devices in a unit cell.", sources::kHermes, ParamType::choice,
       "two|one"}};
  static constexpr const char* cases[] = {"devices = one", "scale = 3"};
  static constexpr Draw kDraw = Draw::normal;

  static constexpr TwoBranchFit kMean{0.0945f, -0.0387f, -0.0182f,
                                      0.0720f, 0.13f,    {0.0736f, -0.0126f, -0.0436f, 0.0f}};
  static constexpr TwoBranchFit kSigmaOfTwo{0.3055f, -0.0117f, -0.0057f,
                                            0.0091f, 0.04f,    {0.0073f, 0.0093f, -0.0118f, 0.0f}};
  static constexpr TwoBranchFit kSigmaOfOne{0.3039f, -0.0120f, -0.0023f,
                                            0.0124f, 0.04f,    {0.0104f, 0.0116f, -0.0165f, 0.0f}};

  TwoBranchFit mean, sigma;
  float per_g_max;
  float minus_log_ratio;  // -scale ln((t + t_0) / t_0)

  static HermesDrift bind(const ParamValues& p, const TileContext& tile) {
    const bool one = p["devices"] == 1.0;
    const double t0_s = one ? 200.0 : 300.0;
    return {kMean, one ? kSigmaOfOne : kSigmaOfTwo, 1.0f / tile.g_max_uS,
            static_cast<float>(-p["scale"] * std::log1p(tile.time_s / t0_s))};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const bool one = p["devices"] == 1.0;
    const double u = std::max(target_uS / static_cast<double>(tile.g_max_uS), 1e-7);
    const double ln_u = std::log(u);
    const double mu = u < 0.0945 ? std::clamp(-0.0387 * ln_u - 0.0182, 0.072, 0.13)
                                 : -0.0436 * u * u - 0.0126 * u + 0.0736;
    const double of_one = u < 0.3039 ? std::clamp(-0.0120 * ln_u - 0.0023, 0.0124, 0.04)
                                     : -0.0165 * u * u + 0.0116 * u + 0.0104;
    const double of_two = u < 0.3055 ? std::clamp(-0.0117 * ln_u - 0.0057, 0.0091, 0.04)
                                     : -0.0118 * u * u + 0.0093 * u + 0.0073;
    const double spread = one ? of_one : of_two, t0_s = one ? 200.0 : 300.0;
    const double ratio = (tile.time_s + t0_s) / t0_s, scale = p["scale"];
    return Law::of_normal(
        [=](double z) { return target_uS * std::pow(ratio, -scale * std::fabs(mu - spread * z)); });
  }

  // The drift exponent of a device before `scale`.
  IMC_HD float exponent(float target_uS, float xi) const {
    const float u = max_f(target_uS * per_g_max, TwoBranchFit::kMinU);
    return abs_f(fma_rn(sigma(u), xi, mean(u)));
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    cell.g_uS = cell.g_uS * exp_f(minus_log_ratio * exponent(cell.target_uS, xi));
  }
};

}  // namespace imcbench
