// SPDX-License-Identifier: Apache-2.0
// Devices that are stuck, each on its own.
#pragma once

#include "kernels/core/check.h"
#include "kernels/nonidealities/faults.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct StuckCells {
  static constexpr NonidealityInfo info{
      .name = "stuck_cells",
      .stage = Stage::fabricate,
      .lifetime = Lifetime::per_chip,
      .summary = "Single devices stuck at the high-resistance, low-resistance or a random state.",
      .formula = "g = g_min with probability rate_hrs, g_max with rate_lrs, uniform on "
                 "[g_min, g_max] with rate_random; at all times, whatever was programmed",
      .symbols = "rates per device [1], g [uS]; both devices of a pair are at risk",
      .validity = "rate_hrs + rate_lrs + rate_random <= 1; devices independent",
      .neglected = "clusters (that is stuck_lines), repair, faults that appear with time",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"rate_hrs", "1", 0.0, 0.0, 1.0, "Share of devices stuck at g_min (high resistance).",
       sources::kOurs},
      {"rate_lrs", "1", 0.0, 0.0, 1.0, "Share of devices stuck at g_max (low resistance).",
       sources::kOurs},
      {"rate_random", "1", 0.0, 0.0, 1.0, "Share of devices stuck at a random conductance.",
       sources::kOurs}};
  static constexpr const char* cases[] = {
      "rate_hrs = 0.0175, rate_lrs = 0.0904", "rate_hrs = 0.01", "rate_lrs = 0.001",
      "rate_random = 0.05", "rate_hrs = 0.2, rate_lrs = 0.3, rate_random = 0.5"};

  float factor;            // of visit_sparse, for the sum of the rates
  float below_hrs, below_lrs;  // cumulative shares among the faulty
  float g_min_uS, g_range_uS;

  static void check(const ParamValues& p, std::string_view place) {
    const double sum = p["rate_hrs"] + p["rate_lrs"] + p["rate_random"];
    if (sum > 1.0) {
      input_error("{}: stuck_cells: rate_hrs + rate_lrs + rate_random = {} must not exceed 1", place,
                  sum);
    }
  }

  static StuckCells bind(const ParamValues& p, const TileContext& tile) {
    const double sum = p["rate_hrs"] + p["rate_lrs"] + p["rate_random"];
    const double per_sum = sum > 0.0 ? 1.0 / sum : 0.0;
    return {sparse_factor(sum), static_cast<float>(p["rate_hrs"] * per_sum),
            static_cast<float>((p["rate_hrs"] + p["rate_lrs"]) * per_sum), tile.g_min_uS,
            tile.g_range_uS()};
  }

  static FaultRates expected(const ParamValues& p, const TileContext&) {
    return {p["rate_hrs"], p["rate_lrs"], p["rate_random"]};
  }

  // Slots of a block's draws: 0 positions, 1 kinds, 2 random values.
  template <class Visit>
  IMC_HD void for_each(const CellRange& range, const FaultStreams& streams, Visit&& visit) const {
    for (std::uint32_t block = range.first / kFaultBlock; block * kFaultBlock < range.end();
         ++block) {
      visit_sparse({streams.device, streams.chip, block}, factor, kFaultBlock,
                   [&](std::uint32_t i, std::uint32_t draw) {
                     const std::uint32_t element = block * kFaultBlock + i;
                     if (element < range.first || element >= range.end()) return;
                     visit(element, value({streams.device, streams.chip, block}, draw));
                   });
    }
  }

  IMC_HD float value(DrawAddress address, std::uint32_t draw) const {
    address.slot = 1;
    const float which = uniform_of(draw_word(address, draw));
    if (which < below_hrs) return g_min_uS;
    if (which < below_lrs) return g_min_uS + g_range_uS;
    address.slot = 2;
    return fma_rn(uniform_of(draw_word(address, draw)), g_range_uS, g_min_uS);
  }
};

}  // namespace imcbench
