// SPDX-License-Identifier: Apache-2.0
// After every step, weights in units of full scale, w = W / m, are cut to +-alpha * std(w), with
// std over all weights of the product about their mean. Few outliers leave the rest more of the
// conductance window.
#pragma once

#include "kernels/core/param.h"
#include "suites/optimizations/hardware_aware/scaled_weights.h"

namespace imcbench {

struct ClipLayerGaussian {
  static constexpr const char* kind = "clip_layer_gaussian";
  static constexpr const char* summary = "Cuts weights to a multiple of their layer's deviation.";
  static constexpr const char* source =
      "public re-implementations of hardware-aware training after Rasch et al. (2023)";
  static constexpr ParamInfo params[] = {
      {"alpha", "1", 2.5, 0.1, 100.0, "Largest weight, in standard deviations of the layer.",
       "public re-implementations of Rasch et al. (2023)"},
  };

  double alpha;

  static ClipLayerGaussian bind(const ParamValues& p) { return {p["alpha"]}; }
  void constrain(ScaledWeights& weights) const {
    const auto limit = static_cast<float>(alpha * weights.standard_deviation());
    if (limit > 0.0f) weights.clip(limit);  // equal weights have no outliers
  }
};

}  // namespace imcbench
