// SPDX-License-Identifier: Apache-2.0
// Additive noise at the tile inputs, after the converter.
#pragma once

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct InputNoise {
  static constexpr NonidealityInfo info{
      .name = "input_noise",
      .stage = Stage::input,
      .lifetime = Lifetime::per_read,
      .summary = "Additive Gaussian noise on every tile input, redrawn at every read.",
      .formula = "x <- x + sigma * xi",
      .symbols = "x converted input in units of the input range, xi standard normal",
      .validity = "any x; all columns of a tile see the same noisy input",
      .neglected = "noise colour; inputs are not clipped again",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {{"sigma", "1", 0.01, 0.0, 10.0,
                                          "Standard deviation, in units of the input range.",
                                          sources::kOurs}};
  static constexpr const char* cases[] = {"sigma = 0.1"};
  static constexpr Draw kDraw = Draw::normal;

  float sigma;

  static InputNoise bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }
  IMC_HD bool draws() const { return true; }

  IMC_HD float operator()(float x, float xi) const { return fma_rn(sigma, xi, x); }

  static Law law(const ParamValues& p, const TileContext&, double x) {
    return Law::normal(x, p["sigma"]);
  }
};

}  // namespace imcbench
