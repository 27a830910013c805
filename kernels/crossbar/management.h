// SPDX-License-Identifier: Apache-2.0
// Management of inputs and bounds: digital control around a read, a vector at a time.
#pragma once

#include <cstdint>

#include "kernels/nonidealities/fluctuation.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

// Dynamic input range. Static ranges are methods of input_range.
struct InputManagement {
  static constexpr NonidealityInfo info{
      .name = "input_management",
      .stage = Stage::input,
      .lifetime = Lifetime::none,
      .summary = "Scales every input vector to full scale before the DAC, and the result back.",
      .formula = "x_bar = clip(x / (alpha f), -1, 1), y <- f y; f = min(max_j |x_j| / alpha, "
                 "largest_factor), 1 for a vector of zeros",
      .symbols = "x tile input, alpha its static input range, f factor of this vector [1]",
      .validity = "one vector is the inputs of one tile at one MVM",
      .neglected = "time and energy of finding the largest input",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {
      {"largest_factor", "1", 1e6, 1e-6, 1e9,
       "Largest factor, in units of the static input range; longer vectors are clipped.",
       sources::kOurs}};
};

// Iterative bound management.
struct BoundManagement {
  static constexpr NonidealityInfo info{
      .name = "bound_management",
      .stage = Stage::output,
      .lifetime = Lifetime::none,
      .summary = "Repeats a read with halved inputs until no output of the tile saturates the ADC.",
      .formula = "f = 1, 2, 4 ... 2^(tries - 1): x_bar / f until all |s_i| < bound of the ADC; "
                 "y <- f y",
      .symbols = "s_i output of column i, f factor of this read [1]",
      .validity = "the ADC is on; 6 tries (f up to 32) is where an 8-bit DAC runs out of levels",
      .neglected = "time and energy of the repeats",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {{"tries", "tries", 6, 1, kMaxTries,
                                          "Reads at most, the first included.", sources::kOurs,
                                          ParamType::integer}};
};

// Both as a tile uses them.
struct Management {
  bool scales_inputs = false;
  float largest_factor = 1.0f;
  std::uint32_t tries = 1;
  float bound = 0.0f;  // an output of this magnitude saturates

  IMC_HD bool any() const { return scales_inputs || tries > 1; }

  // The factor of a vector whose largest magnitude is `largest`, in units of the input range.
  IMC_HD float first_factor(float largest) const {
    if (!scales_inputs || !(largest > 0.0f)) return 1.0f;
    return min_f(largest, largest_factor);
  }
};

}  // namespace imcbench
