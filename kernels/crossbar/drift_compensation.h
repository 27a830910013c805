// SPDX-License-Identifier: Apache-2.0
// Drift compensation: one digital factor per tile, or per column, that restores the mean output.
#pragma once

#include "kernels/crossbar/tile.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct DriftCompensation {
  static constexpr NonidealityInfo info{
      .name = "drift_compensation",
      .stage = Stage::digital,
      .lifetime = Lifetime::per_evaluation_time,
      .summary = "Scales outputs by the ratio of their mean read-out after programming to now.",
      .formula = "A = R_0 / R(t); R = max(mean over inputs j (and columns i, with scope = tile) of "
                 "|s_i(e_j)|, 1e-4), "
                 "e_j one input line at full scale",
      .symbols = "s_i(e_j) output of column i for input j alone [full scale]",
      .validity = "`ideal` reads the exact weights; `noisy` reads through DAC, IR drop, read noise, "
                  "output noise and ADC, so coarse converters distort A",
      .neglected = "the time the read-out takes; averaging over repeated read-outs",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"readout", "1", 0, 0, 1, "How the tile is read for compensation.", sources::kOurs,
       ParamType::choice, "ideal|noisy"},
      {"scope", "1", 0, 0, 1, "One factor per tile, or one per column.", sources::kOurs,
       ParamType::choice, "tile|column"}};

  static constexpr double kSmallestReadout = 1e-4;
};

// A from the two sums of TileReadout (units of 2^-24) over `cells` cells.
IMC_HD float compensation_factor(const TileReadout& sums, std::uint32_t cells) {
  const auto mean = [&](std::int64_t sum) {
    const double value = static_cast<double>(sum) / (kReadoutUnit * static_cast<double>(cells));
    return value > DriftCompensation::kSmallestReadout ? value : DriftCompensation::kSmallestReadout;
  };
  return static_cast<float>(mean(sums.programmed) / mean(sums.aged));
}

}  // namespace imcbench
