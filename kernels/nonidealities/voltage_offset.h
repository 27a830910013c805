// SPDX-License-Identifier: Apache-2.0
// Offset of the virtual ground of a column, and resistance in series with it.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct VoltageOffset {
  static constexpr NonidealityInfo info{
      .name = "voltage_offset",
      .stage = Stage::read,
      .lifetime = Lifetime::per_chip,
      .summary = "Columns are held at a voltage that is off, and reached through a resistance.",
      .formula =
          "s <- (1 - v) (s + y) / (1 + R |s + y|) - (1 + v) y / (1 + R |y|); "
          "y = -r sum_j x_j; v = max(sigma xi, 0). R = 0: s <- (1 - v) s - 2 v y",
      .symbols =
          "s column sum and x inputs in units of full weight and full input, v offset of the "
          "column in units of the read voltage, xi standard normal of the column, r weight "
          "of the reference column, R series resistance [1 / column sum]",
      .validity = "v << 1; both columns of a pair have the same v and R",
      .neglected = "offsets of the other sign; r is the same at every input",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.001, 0.0, 1.0, "Deviation of xi sigma, of which v is the positive part.",
       sources::kOurs},
      {"reference_weight", "1", -1.0, -1.0, 1.0,
       "Weight of the reference column, subtracted from every column.", sources::kAihwkitIo},
      {"series_resistance", "1", 0.0, 0.0, 10.0,
       "Series resistance, times the current of a column sum of 1, over the read voltage.",
       sources::kAihwkitIo}};
  static constexpr const char* cases[] = {
      "sigma = 0.05", "sigma = 0.02, reference_weight = -0.5, series_resistance = 0.01",
      "sigma = 0.1, reference_weight = 0, series_resistance = 0.05"};
  static constexpr OutputNeeds kNeeds{.input_sums = true, .column_draws = 1};

  float sigma, reference, resistance;

  static VoltageOffset bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"]), static_cast<float>(p["reference_weight"]),
            static_cast<float>(p["series_resistance"])};
  }
  IMC_HD bool uses_columns() const { return sigma != 0.0f; }

  IMC_HD float limited(float current) const {
    return current / fma_rn(resistance, abs_f(current), 1.0f);
  }
  IMC_HD float operator()(float s, const Read& read) const {
    const float v = max_f(sigma * read.column[0], 0.0f), y = -reference * read.input_sum;
    const float linear = fma_rn(-2.0f * v, y, fma_rn(-v, s, s));
    const float curved = fma_rn(1.0f - v, limited(s + y), -(1.0f + v) * limited(y));
    return resistance == 0.0f ? linear : curved;
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double s = column.ideal(tile), resistance = p["series_resistance"];
    const double y = -p["reference_weight"] * column.sum(tile, [](double, double x) { return x; });
    return Law::of_normal([=, sigma = p["sigma"]](double z) {
      const double v = std::max(-sigma * z, 0.0);  // -z, as the sum usually falls with v
      return (1.0 - v) * (s + y) / (1.0 + resistance * std::fabs(s + y)) -
             (1.0 + v) * y / (1.0 + resistance * std::fabs(y));
    });
  }
};

}  // namespace imcbench
