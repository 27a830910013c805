// SPDX-License-Identifier: Apache-2.0
// Products as the hardware makes them, in the forward pass: inputs clipped to the learned range and
// converted, products tile by tile with voltage drop and read noise, output noise, and converters.
// The kernels are those that simulate chips (crossbar/tile_kernels.h); the parameters are those of
// [hardware]. The backward pass is exact, with the same weights and the clipped inputs: converters
// count as the identity (straight-through), clipped inputs as constants.
//
// Of the hardware, the stages of kStages take part. What belongs to one chip (devices, drift,
// offsets) does not: weight_noise stands for it. Stages that change how a product is carried out
// (kRefused) are refused. Draws: streams "train/forward/<product>/tile<t>/<stage>@t=0", chip step,
// read call * 65536 + place in the mini-batch, where a recurrent layer calls once per time step.
#pragma once

#include <string_view>

#include "kernels/crossbar/registry.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct AnalogForward {
  static constexpr const char* kind = "analog_forward";
  static constexpr const char* summary = "Converters and fast noise of the hardware, forward.";
  static constexpr const char* source = sources::kRasch2023;
  static constexpr ParamInfo params[] = {
      {"ir_drop", "1", 1, 0, 1, "Includes the voltage drop of the hardware, if it has any.",
       sources::kRasch2023, ParamType::boolean},
  };
  static constexpr std::string_view kStages[] = {
      "dac",          "input_noise",         "ir_drop", "pcm_read_noise",
      "output_noise", "constant_read_noise", "adc"};
  static constexpr std::string_view kRefused[] = {"bit_serial", "weight_slices", "input_management",
                                                  "bound_management"};

  bool ir_drop;

  static AnalogForward bind(const ParamValues& p) { return {p["ir_drop"] == 1.0}; }
  // The stages of `hardware` that take part. InputError "<place>: ..." when one is refused.
  Hardware taking_part(const Hardware& hardware, std::string_view place) const;
};

}  // namespace imcbench
