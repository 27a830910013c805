// SPDX-License-Identifier: Apache-2.0
// Whole lines of devices that are stuck: a broken input line, a broken column.
#pragma once

#include "kernels/nonidealities/faults.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct StuckLines {
  static constexpr NonidealityInfo info{
      .name = "stuck_lines",
      .stage = Stage::fabricate,
      .lifetime = Lifetime::per_chip,
      .summary = "Whole rows or columns of devices stuck at the high- or low-resistance state.",
      .formula =
          "with probability rate_row all devices of an input, of both polarities, have g = "
          "g_min (state = hrs) or g_max (state = lrs); with probability rate_column all devices "
          "of one polarity of an output; at all times, whatever was programmed",
      .symbols = "rates per line [1], g [uS]",
      .validity =
          "lines of a tile independent; a share 1 - (1 - rate_row) (1 - rate_column) of the "
          "devices is stuck, not independently",
      .neglected = "lines broken in the middle, repair by spare lines",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"rate_row", "1", 0.0, 0.0, 1.0, "Share of input lines that are stuck.", sources::kOurs},
      {"rate_column", "1", 0.0, 0.0, 1.0, "Share of columns of one polarity that are stuck.",
       sources::kOurs},
      {"state", "1", 0, 0, 1, "What the devices are stuck at: g_min (hrs) or g_max (lrs).",
       sources::kOurs, ParamType::choice, "hrs|lrs"}};
  static constexpr const char* cases[] = {"rate_row = 0.01", "rate_column = 0.01, state = lrs",
                                          "rate_row = 0.1, rate_column = 0.2, state = lrs"};

  float row_factor, column_factor;  // of visit_sparse
  float stuck_uS;

  static StuckLines bind(const ParamValues& p, const TileContext& tile) {
    return {sparse_factor(p["rate_row"]), sparse_factor(p["rate_column"]),
            p["state"] == 1.0 ? tile.g_max_uS : tile.g_min_uS};
  }

  static FaultRates expected(const ParamValues& p, const TileContext&) {
    const double share = 1.0 - (1.0 - p["rate_row"]) * (1.0 - p["rate_column"]);
    FaultRates rates{.independent = false,
                     .per_row = p["rate_row"],
                     .per_column = p["rate_column"]};
    (p["state"] == 1.0 ? rates.at_g_max : rates.at_g_min) = share;
    return rates;
  }

  // Rows draw from slot 0 of the tile's stream, columns from slot 0 of the polarity's.
  template <class Visit>
  IMC_HD void for_each(const CellRange& range, const FaultStreams& streams, Visit&& visit) const {
    visit_sparse({streams.tile, streams.chip}, row_factor, range.inputs,
                 [&](std::uint32_t row, std::uint32_t) {
                   const std::uint32_t first = row * range.outputs;
                   visit_every(range, first, first + range.outputs, 1, visit);
                 });
    visit_sparse({streams.device, streams.chip}, column_factor, range.outputs,
                 [&](std::uint32_t column, std::uint32_t) {
                   visit_every(range, column, range.inputs * range.outputs, range.outputs, visit);
                 });
  }

 private:
  // The elements first, first + step ... below end that lie in the range.
  template <class Visit>
  IMC_HD void visit_every(const CellRange& range, std::uint32_t first, std::uint32_t end,
                          std::uint32_t step, Visit&& visit) const {
    std::uint32_t element = first;
    if (element < range.first) element += (range.first - first + step - 1) / step * step;
    for (; element < end && element < range.end(); element += step) visit(element, stuck_uS);
  }
};

}  // namespace imcbench
