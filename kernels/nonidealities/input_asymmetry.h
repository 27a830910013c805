// SPDX-License-Identifier: Apache-2.0
// Input drivers of lower gain for negative inputs.
#pragma once

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct InputAsymmetry {
  static constexpr NonidealityInfo info{
      .name = "input_asymmetry",
      .stage = Stage::input,
      .lifetime = Lifetime::none,
      .summary = "Negative inputs reach the tile with a smaller gain than positive ones.",
      .formula = "x <- x (1 - asymmetry) where x < 0",
      .symbols = "x converted input in units of the input range, asymmetry [1]",
      .validity = "any x",
      .neglected = "spread from input to input",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {
      {"asymmetry", "1", 0.05, -1.0, 1.0, "Gain lost by negative inputs.", sources::kOurs}};
  static constexpr const char* cases[] = {"asymmetry = 0.5", "asymmetry = -0.2"};
  static constexpr Draw kDraw = Draw::none;

  float asymmetry;

  static InputAsymmetry bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["asymmetry"])};
  }

  IMC_HD float operator()(float x, float) const { return fma_rn(-asymmetry, min_f(x, 0.0f), x); }

  static Law law(const ParamValues& p, const TileContext&, double x) {
    return Law::exact(x < 0.0 ? x * (1.0 - p["asymmetry"]) : x);
  }
};

}  // namespace imcbench
