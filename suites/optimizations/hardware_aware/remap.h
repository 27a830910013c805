// SPDX-License-Identifier: Apache-2.0
// When weights are mapped anew. Mapping finds the full scale m of every column: the largest |W| on
// its tile. Noise and clipping refer to the m of the last mapping. With this ingredient, weights
// are mapped before the first step and after every `every_steps` steps, and m is frozen in between;
// without it, after every step.
//
// Weights carry their column's scale themselves (W = m w), so mapping anew changes no product: it
// changes what later noise and clipping are measured by. A column whose largest weight has been
// clipped or has shrunk gets its full conductance window back, and quieter noise. Converters and
// noise of analog_forward see W / m as well. What is saved are the W; a chip maps them by itself.
#pragma once

#include "kernels/core/param.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct Remap {
  static constexpr const char* kind = "remap";
  static constexpr const char* summary = "Keeps the full scale of columns for some steps.";
  static constexpr const char* source = sources::kRasch2023;
  static constexpr ParamInfo params[] = {
      {"every_steps", "steps", 500, 1, 1e9, "Steps from one mapping to the next.",
       "public re-implementations of Rasch et al. (2023)", ParamType::integer},
  };

  std::uint32_t every_steps;

  static Remap bind(const ParamValues& p) { return {static_cast<std::uint32_t>(p["every_steps"])}; }
};

}  // namespace imcbench
