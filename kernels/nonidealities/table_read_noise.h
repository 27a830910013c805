// SPDX-License-Identifier: Apache-2.0
// Read noise of a measured device, summed over a column.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/subject.h"
#include "kernels/nonidealities/table_params.h"

namespace imcbench {

struct TableReadNoise {
  static constexpr NonidealityInfo info{
      .name = "table_read_noise",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "Noise of every read, with the deviation of a measured table.",
      .formula = "s <- s + scale * sqrt(sum_j (s(g+_j)^2 + s(g-_j)^2) x_j^2) / (g_max - g_min) * xi",
      .symbols = "s column sum, g+ and g- conductances of a pair when read [uS], s(g) deviation of the "
                 "conductance table for a target g, at the evaluation time if it has times [uS], x "
                 "input in units of the input range, xi standard normal",
      .validity = "devices independent of each other and from read to read; the sum over a column is "
                  "Gaussian",
      .neglected = "the means of the table (those are table_programming_noise and table_relaxation); "
                   "noise slower than one read; conductances are not clipped at zero; a conductance "
                   "outside the targets has the noise of the nearest",
      .source = kTableSource};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 10.0, "Factor on the deviation.", sources::kOurs},
      kTableTemperature};
  static constexpr const char* cases[] = {"scale = 0.5"};
  static constexpr OutputNeeds kNeeds{.draw = true, .panels = 1};
  static constexpr TableKind kTable = TableKind::conductance;
  static DeviceTable example() { return example_conductance_table(); }

  TableSlice read_uS;
  float per_g_range, scale;

  static TableReadNoise bind(const ParamValues& p, const TileContext& tile) {
    return {tile.table->slice(tile.time_s, p["temperature_K"], info.name),
            1.0f / tile.g_range_uS(), static_cast<float>(p["scale"])};
  }

  IMC_HD float panel(int, const DevicePair& pair) const {
    const float plus = read_uS(pair.plus_uS).sigma * per_g_range;
    const float minus = read_uS(pair.minus_uS).sigma * per_g_range;
    return fma_rn(plus, plus, minus * minus);
  }
  IMC_HD float panel_input(int, float x) const { return x * x; }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(scale * sqrt_rn(read.panel[0]), read.xi, s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const auto sigma_uS = [&](double g_uS) {
      return tile.table->at(tile.time_s, p["temperature_K"], g_uS).sigma;
    };
    double power = 0.0;
    for (std::size_t j = 0; j < column.x.size(); ++j) {
      const double pair_uS = std::hypot(sigma_uS(column.plus_uS[j]), sigma_uS(column.minus_uS[j]));
      power += std::pow(pair_uS * column.x[j], 2);
    }
    return Law::normal(column.ideal(tile),
                       p["scale"] * std::sqrt(power) / static_cast<double>(tile.g_range_uS()));
  }
};

}  // namespace imcbench
