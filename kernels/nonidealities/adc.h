// SPDX-License-Identifier: Apache-2.0
// Analog-to-digital converter at the columns: rounding, then saturation.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct Adc {
  static constexpr NonidealityInfo info{
      .name = "adc",
      .stage = Stage::output,
      .lifetime = Lifetime::none,
      .summary = "Rounds a column sum to the levels of the converter and saturates at its bound.",
      .formula = "s <- clip(r * rint(s / r), -bound, bound); r = 2 bound / steps",
      .symbols = "s column sum in units of full weight times full input, r step",
      .validity = "any s; rint rounds half to even; an odd number of steps ends in half a step",
      .neglected =
          "offset, gain error and integral nonlinearity (kinds of their own); missing codes",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"steps", "steps", 254, 2, 65536, "Steps over the full range; 254 is 8 bit with sign.",
       sources::kRasch2023, ParamType::integer},
      {"bound", "1", 10.0, 1e-3, 1e6, "Saturation level: this many full inputs on full weights.",
       sources::kRasch2023}};
  static constexpr const char* cases[] = {"steps = 14, bound = 2", "steps = 15, bound = 0.5"};
  static constexpr OutputNeeds kNeeds{};

  float step, per_step, bound;

  static Adc bind(const ParamValues& p, const TileContext&) {
    const double step = 2.0 * p["bound"] / p["steps"];
    return {static_cast<float>(step), static_cast<float>(1.0 / step),
            static_cast<float>(p["bound"])};
  }

  IMC_HD float operator()(float s, const Read&) const {
    return clamp_f(step * round_even(s * per_step), -bound, bound);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double step = 2.0 * p["bound"] / p["steps"];
    const double level = step * std::nearbyint(column.ideal(tile) / step);
    return Law::exact(std::clamp(level, -p["bound"], p["bound"]));
  }
};

}  // namespace imcbench
