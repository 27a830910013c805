// SPDX-License-Identifier: Apache-2.0
// Write-verify: pulses until the conductance lies in an acceptance band, or the budget is spent.
#pragma once

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
                  "1 - (1 - q)^tries is accepted",
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
};

}  // namespace imcbench
