// SPDX-License-Identifier: Apache-2.0
// Integral nonlinearity of the converters: the smooth bend of their staircase.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct AdcInl {
  static constexpr NonidealityInfo info{
      .name = "adc_inl",
      .stage = Stage::output,
      .lifetime = Lifetime::per_chip,
      .summary = "The curve of every column's converter is bent, by a bow and an S of its own.",
      .formula =
          "s <- s + sigma_steps r (xi_1 (1 - v^2) + xi_2 v (1 - v^2) 3 sqrt(3) / 2); "
          "v = clip(s / bound, -1, 1), r = 2 bound / steps",
      .symbols =
          "s column sum, r step of the converter, v position in its range, xi_1 and xi_2 "
          "standard normals of the column",
      .validity =
          "deviation from the line through both end points; either mode reaches "
          "sigma_steps |xi| steps at most. steps and bound should be those of adc",
      .neglected = "differential nonlinearity, missing codes, bends sharper than a cubic",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"sigma_steps", "steps", 0.5, 0.0, 1e4,
       "Standard deviation of the largest deviation of a mode.", sources::kOurs},
      {"steps", "steps", 254, 2, 65536, "Steps of the converter over its range.",
       sources::kRasch2023, ParamType::integer},
      {"bound", "1", 10.0, 1e-3, 1e6, "End of the converter's range.", sources::kRasch2023}};
  static constexpr const char* cases[] = {"sigma_steps = 2, steps = 30, bound = 2"};
  static constexpr OutputNeeds kNeeds{.column_draws = 2};

  static constexpr double kPeak = 2.598076211353316;  // 3 sqrt(3) / 2, 1 / max v (1 - v^2)

  float bow, s_mode;  // deviations of the two modes, in units of the column sum
  float per_bound;

  static AdcInl bind(const ParamValues& p, const TileContext&) {
    const double deviation = p["sigma_steps"] * 2.0 * p["bound"] / p["steps"];
    return {static_cast<float>(deviation), static_cast<float>(kPeak * deviation),
            static_cast<float>(1.0 / p["bound"])};
  }

  IMC_HD float operator()(float s, const Read& read) const {
    const float v = clamp_f(s * per_bound, -1.0f, 1.0f);
    const float modes = fma_rn(s_mode * read.column[1], v, bow * read.column[0]);
    return fma_rn(fma_rn(-v, v, 1.0f), modes, s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double s = column.ideal(tile), v = std::clamp(s / p["bound"], -1.0, 1.0);
    const double bow = 1.0 - v * v, s_mode = v * (1.0 - v * v) * 1.5 * std::sqrt(3.0);
    const double step = 2.0 * p["bound"] / p["steps"];
    return Law::normal(s, p["sigma_steps"] * step * std::hypot(bow, s_mode));
  }
};

}  // namespace imcbench
