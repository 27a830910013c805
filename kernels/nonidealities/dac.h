// SPDX-License-Identifier: Apache-2.0
// Digital-to-analog converter at the tile inputs: clipping to the input range, then rounding.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct Dac {
  static constexpr NonidealityInfo info{
      .name = "dac",
      .stage = Stage::input,
      .lifetime = Lifetime::none,
      .summary = "Rounds a tile input to the levels of the converter.",
      .formula = "x_hat = clip(r * rint(x / r), -bound, bound); r = 2 bound / steps",
      .symbols = "x input in units of the input range [1], r step [1]",
      .validity = "any x; rint rounds half to even; an odd number of steps ends in half a step",
      .neglected = "converter noise and nonlinearity, time-encoded inputs",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"steps", "steps", 254, 2, 65536, "Steps over the full range; 254 is 8 bit with sign.",
       sources::kRasch2023, ParamType::integer},
      {"bound", "1", 1.0, 1e-3, 1e3, "Largest input, in units of the input range.",
       sources::kRasch2023}};

  float step, per_step, bound;

  static Dac bind(const ParamValues& p, const TileContext&) {
    const double step = 2.0 * p["bound"] / p["steps"];
    return {static_cast<float>(step), static_cast<float>(1.0 / step),
            static_cast<float>(p["bound"])};
  }

  IMC_HD float operator()(float x) const {
    return clamp_f(step * round_even(x * per_step), -bound, bound);
  }
};

}  // namespace imcbench
