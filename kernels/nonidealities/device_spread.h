// SPDX-License-Identifier: Apache-2.0
// Device-to-device spread: a fixed factor on whatever a device is programmed to.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct DeviceSpread {
  static constexpr NonidealityInfo info{
      .name = "device_spread",
      .stage = Stage::fabricate,
      .lifetime = Lifetime::per_chip,
      .summary = "Every device has a conductance factor of its own that programming does not correct.",
      .formula = "g <- g_T * f; f = max(1 + sigma * xi, 0) (normal) or exp(sigma * xi) (lognormal)",
      .symbols = "g_T target [uS], sigma [1] deviation of f (normal) or of ln f (lognormal), xi "
                 "standard normal",
      .validity = "any conductance; open-loop programming (write-verify removes most of the spread)",
      .neglected = "correlation between neighbours, gradients across a die",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.05, 0.0, 2.0, "Deviation of the factor, or of its logarithm.", sources::kOurs},
      {"distribution", "1", 0, 0, 1, "Distribution of the factor.", sources::kOurs,
       ParamType::choice, "normal|lognormal"}};
  static constexpr const char* cases[] = {"sigma = 0.3",
                                          "sigma = 0.5, distribution = lognormal"};
  static constexpr Draw kDraw = Draw::normal;

  float sigma;
  bool lognormal;

  static DeviceSpread bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"]), p["distribution"] == 1.0};
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const float factor = lognormal ? exp_f(sigma * xi) : max_f(fma_rn(sigma, xi, 1.0f), 0.0f);
    cell.spread *= factor;
    cell.g_uS *= factor;
  }

  static Law law(const ParamValues& p, const TileContext&, double target_uS) {
    const double sigma = p["sigma"];
    if (p["distribution"] == 1.0) return Law::lognormal(target_uS, sigma);
    return Law::of_normal([=](double z) { return target_uS * std::fmax(1.0 + sigma * z, 0.0); });
  }
};

}  // namespace imcbench
