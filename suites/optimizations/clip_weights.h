// SPDX-License-Identifier: Apache-2.0
// Layer-Gaussian clipping: the weights w of every product layer are cut to +-alpha * std(w), where
//   std(w)^2 = sum (w - mean(w))^2 / n  over all n weights of the layer.
// The largest weight takes the largest conductance, so fewer outliers leave the rest more of the
// window; what the clipped weights lose is the price. Biases stay digital and are not clipped;
// neither is a layer whose weights are all equal.
#pragma once

#include "suites/optimizations/list.h"

namespace imcbench {

struct ClipWeights {
  static constexpr ParamInfo params[] = {
      {"alpha", "1", 2.5, 0.1, 100.0, "Largest magnitude, in standard deviations of the layer.",
       "public re-implementations of hardware-aware training after Rasch et al. (2023), which clip "
       "at 2.5 while they train"}};
  static void apply(Network& network, const ParamValues& values);
};

inline constexpr OptimizationRecord kClipWeights{
    .name = "clip_weights",
    .summary =
        "Layer-Gaussian clipping: after training, weights are cut at alpha standard deviations "
        "of their layer.",
    .source =
        "clipping to a multiple of the layer's standard deviation is usual in hardware-aware "
        "training; doing it once, after training, is ours",
    .params = ClipWeights::params,
    .apply = ClipWeights::apply};

}  // namespace imcbench
