// SPDX-License-Identifier: Apache-2.0
// Programming of a measured device: mean and spread as tabulated.
#pragma once

#include <limits>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/table_params.h"

namespace imcbench {

struct TableProgrammingNoise {
  static constexpr NonidealityInfo info{
      .name = "table_programming_noise",
      .stage = Stage::program,
      .lifetime = Lifetime::per_chip,
      .summary = "Programmed conductances with the mean and deviation of a measured table.",
      .formula = "g_P = max(g + scale * (m(g_T) - g_T + s(g_T) * xi), 0)",
      .symbols = "g_T target [uS], g the same unless the device was changed before [uS], m and s mean "
                 "and deviation of the conductance table, at its earliest time [uS], xi standard "
                 "normal",
      .validity = "targets within the table; temperature_K within it if it has temperatures",
      .neglected = "the shape of the measured distribution beyond mean and deviation; where m < 3 s "
                   "the clipping at zero raises the mean and lowers the deviation",
      .source = kTableSource};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the departure from the target.", sources::kOurs},
      kTableTemperature};
  static constexpr const char* cases[] = {"scale = 0.5"};
  static constexpr Draw kDraw = Draw::normal;
  static constexpr TableKind kTable = TableKind::conductance;
  static DeviceTable example() { return example_conductance_table(); }

  TableSlice programmed_uS;
  float scale;

  static TableProgrammingNoise bind(const ParamValues& p, const TileContext& tile) {
    const DeviceTable& table = *tile.table;
    return {table.slice(table.first_time_s(), p["temperature_K"], info.name),
            static_cast<float>(p["scale"])};
  }

  IMC_HD void operator()(Cell& cell, float xi) const {
    const TableValue value = programmed_uS(cell.target_uS);
    const float departure = fma_rn(value.sigma, xi, value.mean - cell.target_uS);
    cell.g_uS = max_f(fma_rn(scale, departure, cell.g_uS), 0.0f);
  }

  static Law law(const ParamValues& p, const TileContext& tile, double target_uS) {
    const TablePoint v =
        tile.table->at(tile.table->first_time_s(), p["temperature_K"], target_uS);
    return Law::normal(target_uS + p["scale"] * (v.mean - target_uS), p["scale"] * v.sigma)
        .clipped(0.0, std::numeric_limits<double>::infinity());
  }
};

}  // namespace imcbench
