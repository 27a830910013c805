// SPDX-License-Identifier: Apache-2.0
// Write-verify: pulses until the conductance lies in an acceptance band, or the budget is spent.
#pragma once

#include <cmath>
#include <utility>
#include <vector>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct WriteVerify {
  static constexpr NonidealityInfo info{
      .name = "write_verify",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Programs a device again until its conductance is within a band around the target.",
      .formula = "try k: g = max(g_T + sigma * xi_k, 0), and stop if |g - g_T| <= band; at most "
                 "`tries` tries, the last one is kept",
      .symbols = "g_T target [uS], sigma spread of one try [uS], band [uS], xi_k standard normal",
      .validity = "tries independent of each other; with q = P(|xi| <= band / sigma) a share of "
                  "1 - (1 - q)^tries of targets above the band is accepted",
      .neglected = "verify noise, dependence of a pulse on the state it starts from, wear",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"sigma_uS", "uS", 1.0, 0.0, 1e4, "Standard deviation of one try.", sources::kOurs},
      {"band_uS", "uS", 0.5, 0.0, 1e4, "Largest accepted distance from the target.",
       sources::kOurs},
      {"tries", "tries", 8, 1, 64, "Budget of tries.", sources::kOurs, ParamType::integer}};
  static constexpr const char* cases[] = {"tries = 1", "band_uS = 0.2, tries = 20",
                                          "sigma_uS = 2, band_uS = 1, tries = 3"};
  static constexpr Draw kDraw = Draw::normal;

  float sigma_uS, band_uS;
  std::uint32_t tries;

  static WriteVerify bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma_uS"]), static_cast<float>(p["band_uS"]),
            static_cast<std::uint32_t>(p["tries"])};
  }

  IMC_HD std::uint32_t passes() const { return tries; }

  IMC_HD void operator()(Cell& cell, float xi, std::uint32_t pass) const {
    const float target = cell.target_uS * cell.spread;
    const bool accepted = pass > 0 && abs_f(cell.g_uS - target) <= band_uS;
    const float tried = max_f(fma_rn(sigma_uS, xi, target), 0.0f);
    cell.g_uS = accepted ? cell.g_uS : tried;
  }

  // The normal xi of one try: given that it lies between lo and hi, below lo, or above hi, where
  // `low` and `high` are P(xi < lo) and P(xi > hi). Written so that no probability is near 1.
  static Law between(double low, double high) {
    return Law::of_normal([=, inside = 1.0 - low - high](double z) {
      return z < 0.0 ? normal_quantile(low + inside * normal_cdf(z))
                     : -normal_quantile(high + inside * normal_cdf(-z));
    });
  }
  static Law beneath(double low) {
    return Law::of_normal([=](double z) { return normal_quantile(low * normal_cdf(z)); });
  }
  static Law beyond(double high) {
    return Law::of_normal([=](double z) { return -normal_quantile(high * normal_cdf(-z)); });
  }

  // The first accepted try, or the last of those that were not.
  static Law law(const ParamValues& p, const TileContext&, double target_uS) {
    constexpr double kLeast = 1e-15;  // parts of less probability are left out
    const double sigma = p["sigma_uS"], band = p["band_uS"];
    if (sigma == 0.0) return Law::exact(target_uS);
    const double high = normal_cdf(-band / sigma);
    // Clipped at 0, a try from below is in a band that reaches 0.
    const double low = target_uS <= band ? 0.0 : high;
    const double rejected = low + high, failed = std::pow(rejected, p["tries"]);
    std::vector<std::pair<double, Law>> parts;
    const auto add = [&](double probability, const Law& xi) {
      if (probability > kLeast) parts.emplace_back(probability, xi);
    };
    add(1.0 - failed, between(low, high));
    if (failed > kLeast) add(failed * low / rejected, beneath(low));
    if (failed > kLeast) add(failed * high / rejected, beyond(high));
    return Law::mixture(parts).then(
        [=](double xi) { return std::fmax(target_uS + sigma * xi, 0.0); });
  }
};

}  // namespace imcbench
