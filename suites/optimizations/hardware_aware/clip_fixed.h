// SPDX-License-Identifier: Apache-2.0
// After every step, weights are cut to +-limit in units of the full scale of their column. The full
// scale is that of the last mapping (remap.h): where every step maps anew, a limit of 1 cuts
// nothing.
#pragma once

#include "kernels/core/param.h"
#include "kernels/nonidealities/sources.h"
#include "suites/optimizations/hardware_aware/scaled_weights.h"

namespace imcbench {

struct ClipFixed {
  static constexpr const char* kind = "clip_fixed";
  static constexpr const char* summary = "Cuts weights to a share of the column's full scale.";
  static constexpr const char* source = sources::kRasch2023;
  static constexpr ParamInfo params[] = {
      {"limit", "1", 1.0, 1e-3, 10.0, "Largest weight, in units of the full scale.",
       "the standard preset of aihwkit 1.1"},
  };

  float limit;

  static ClipFixed bind(const ParamValues& p) { return {static_cast<float>(p["limit"])}; }
  void constrain(ScaledWeights& weights) const { weights.clip(limit); }
};

}  // namespace imcbench
