// SPDX-License-Identifier: Apache-2.0
// The input range alpha of a tile: what is mapped to full scale of the DAC, fixed before use.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct InputRange {
  static constexpr NonidealityInfo info{
      .name = "input_range",
      .stage = Stage::input,
      .lifetime = Lifetime::none,
      .summary = "Clips tile inputs to a static range, calibrated on training data.",
      .formula = "x_bar = clip(x, -alpha, alpha) / alpha; alpha = the `quantile` of |x| seen in a "
                 "floating-point pass over training samples (the largest |x| for quantile = 1)",
      .symbols = "x tile input [1], alpha input range [1], one per tile",
      .validity = "the quantile is resolved to 1/4096 of the largest |x|, rounded up",
      .neglected = "ranges learned in training, dynamic (per-vector) scaling",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"quantile", "1", 0.99995, 0.5, 1.0, "Share of inputs that are not clipped.",
       "default of post-training calibration in aihwkit 1.1"},
      {"samples", "samples", 500, 1, 1000000, "Training samples used.", sources::kOurs,
       ParamType::integer}};
};

// Quantile of |x| from a first pass that finds the largest value and a second that counts.
class AbsHistogram {
 public:
  static constexpr std::uint32_t kBins = 4096;
  explicit AbsHistogram(float largest);
  void add(float x);
  // The upper edge of the bin in which `quantile` of the values is reached; `largest` for 1.
  float quantile(double q) const;

 private:
  float largest_;
  std::uint64_t total_ = 0;
  std::vector<std::uint64_t> counts_;
};

}  // namespace imcbench
