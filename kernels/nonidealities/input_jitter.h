// SPDX-License-Identifier: Apache-2.0
// Jitter of the inputs: pulses that are too long or too short, in proportion to their length.
#pragma once

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct InputJitter {
  static constexpr NonidealityInfo info{
      .name = "input_jitter",
      .stage = Stage::input,
      .lifetime = Lifetime::per_read,
      .summary = "Every tile input is off by a share of itself, redrawn at every read.",
      .formula = "x <- x (1 + sigma * xi)",
      .symbols = "x converted input in units of the input range, sigma [1], xi standard normal",
      .validity = "sigma << 1; all columns of a tile see the same input",
      .neglected = "jitter that does not grow with the pulse (that is input_noise); correlation "
                   "between inputs that share a clock",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.01, 0.0, 1.0, "Relative standard deviation.", sources::kOurs}};
  static constexpr const char* cases[] = {"sigma = 0.1"};
  static constexpr Draw kDraw = Draw::normal;

  float sigma;

  static InputJitter bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }
  IMC_HD bool draws() const { return true; }

  IMC_HD float operator()(float x, float xi) const { return fma_rn(sigma * x, xi, x); }

  static Law law(const ParamValues& p, const TileContext&, double x) {
    return Law::normal(x, p["sigma"] * (x < 0.0 ? -x : x));
  }
};

}  // namespace imcbench
