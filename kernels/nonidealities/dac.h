// SPDX-License-Identifier: Apache-2.0
// Digital-to-analog converter at the tile inputs: clipping to the input range, then rounding.
#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct Dac {
  static constexpr NonidealityInfo info{
      .name = "dac",
      .stage = Stage::input,
      .lifetime = Lifetime::per_read,
      .summary = "Rounds a tile input to the levels of the converter.",
      .formula =
          "x_hat = clip(r * rint(x / r + d), -bound, bound); r = 2 bound / steps; d = 0, or "
          "uniform on (-1/2, 1/2) with stochastic rounding, redrawn at every read",
      .symbols = "x input in units of the input range [1], r step [1]",
      .validity = "any x; rint rounds half to even; an odd number of steps ends in half a step",
      .neglected = "nonlinearity of the converter, time-encoded inputs; noise is input_noise",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"steps", "steps", 254, 2, 65536, "Steps over the full range; 254 is 8 bit with sign.",
       sources::kRasch2023, ParamType::integer},
      {"bound", "1", 1.0, 1e-3, 1e3, "Largest input, in units of the input range.",
       sources::kRasch2023},
      {"rounding", "1", 0, 0, 1, "To the nearest level, or up and down at random without bias.",
       sources::kAihwkitIo, ParamType::choice, "nearest|stochastic"}};
  static constexpr const char* cases[] = {"steps = 14", "steps = 14, rounding = stochastic",
                                          "steps = 15, bound = 0.5, rounding = stochastic"};
  static constexpr Draw kDraw = Draw::uniform;

  float step, per_step, bound;
  bool stochastic;

  static Dac bind(const ParamValues& p, const TileContext&) {
    const double step = 2.0 * p["bound"] / p["steps"];
    return {static_cast<float>(step), static_cast<float>(1.0 / step),
            static_cast<float>(p["bound"]), p["rounding"] == 1.0};
  }
  IMC_HD bool draws() const { return stochastic; }

  IMC_HD float operator()(float x, float uniform) const {
    const float level = stochastic ? fma_rn(x, per_step, uniform - 0.5f) : x * per_step;
    return clamp_f(step * round_even(level), -bound, bound);
  }

  static Law law(const ParamValues& p, const TileContext&, double x) {
    const double step = 2.0 * p["bound"] / p["steps"], level = x / step;
    const auto value = [&](double k) { return std::clamp(step * k, -p["bound"], p["bound"]); };
    if (p["rounding"] == 0.0) return Law::exact(value(std::nearbyint(level)));
    const double below = std::floor(level), up = level - below;
    return Law::mixture(
        {{1.0 - up, Law::exact(value(below))}, {up, Law::exact(value(below + 1.0))}});
  }
};

}  // namespace imcbench
