// SPDX-License-Identifier: Apache-2.0
// Ageing of a measured device: mean and spread follow the table from time to time.
//
// A device that was programmed two deviations above the mean stays two deviations above it: with
// table_programming_noise of the same table before, the conductances at a tabulated time have the
// tabulated mean and deviation, and one draw per device that lives as long as the chip.
#pragma once

#include <algorithm>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/table_params.h"

namespace imcbench {

struct TableRelaxation {
  static constexpr NonidealityInfo info{
      .name = "table_relaxation",
      .stage = Stage::age,
      .lifetime = Lifetime::none,
      .summary = "Moves conductances as a measured table says, from its earliest time to this one.",
      .formula = "g <- max(g + scale * (m(t) - m(t_1) + (s(t) / s(t_1) - 1) * (g - m(t_1))), 0); "
                 "at scale = 1: (g - m) / s of a device stays what it was at t_1",
      .symbols = "g conductance [uS], t since the end of programming [s], t_1 earliest time of the "
                 "table [s], m(t) and s(t) its mean and deviation for the device's target [uS]",
      .validity = "t within the table's times; after table_programming_noise of the same table: then "
                  "mean and deviation are those of the table at every tabulated time",
      .neglected = "devices that change places in the distribution; where s(t_1) < 1e-6 uS the "
                   "deviation is kept as it is; clipping at zero, as in table_programming_noise",
      .source = kTableSource};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the change since the earliest time.",
       sources::kOurs},
      kTableTemperature};
  static constexpr const char* cases[] = {"scale = 0.5"};
  static constexpr Draw kDraw = Draw::none;
  static constexpr TableKind kTable = TableKind::conductance;
  static DeviceTable example() { return example_conductance_table(); }

  static constexpr float kSmallestSigma_uS = 1e-6f;

  TableSlice first_uS, now_uS;
  float scale;

  static TableRelaxation bind(const ParamValues& p, const TileContext& tile) {
    const DeviceTable& table = *tile.table;
    table.require_times(info.name);
    return {table.slice(table.first_time_s(), p["temperature_K"], info.name),
            table.slice(tile.time_s, p["temperature_K"], info.name),
            static_cast<float>(p["scale"])};
  }

  IMC_HD void operator()(Cell& cell, float) const {
    const TableValue first = first_uS(cell.target_uS), now = now_uS(cell.target_uS);
    const float growth =
        first.sigma < kSmallestSigma_uS
            ? 0.0f
            : now.sigma / max_f(first.sigma, kSmallestSigma_uS) - 1.0f;
    const float change = fma_rn(growth, cell.g_uS - first.mean, now.mean - first.mean);
    cell.g_uS = max_f(fma_rn(scale, change, cell.g_uS), 0.0f);
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const DeviceTable& table = *tile.table;
    const TablePoint first = table.at(table.first_time_s(), p["temperature_K"], target_uS);
    const TablePoint now = table.at(tile.time_s, p["temperature_K"], target_uS);
    const double ratio = first.sigma < 1e-6 ? 1.0 : now.sigma / first.sigma;
    const double moved = now.mean + ratio * (target_uS - first.mean);
    return Law::exact(std::max(target_uS + p["scale"] * (moved - target_uS), 0.0));
  }
};

}  // namespace imcbench
