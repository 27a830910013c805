// SPDX-License-Identifier: Apache-2.0
// The input range alpha of a tile: what is mapped to full scale of the DAC, fixed before use.
#pragma once

#include <cstdint>
#include <span>
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
      .formula =
          "x_bar = clip(x, -alpha, alpha) / alpha; alpha by `method`, from a floating-point "
          "pass over training samples, unless training learned one: quantile: the `quantile` "
          "of |x| (the largest |x| for quantile = 1); max: the largest |x|; std: "
          "`std_factor` sqrt(mean (x - mean x)^2); "
          "average_abs_max: mean over vectors v of max_j |x_vj|; constant: `range`",
      .symbols =
          "x tile input [1], x_vj input j of the tile in MVM v (one position of one sample) "
          "[1], alpha input range [1], one per tile",
      .validity =
          "every input of every MVM counts once, zeros of a convolution's padding included; "
          "the quantile is resolved to 1/4096 of the largest |x|, rounded up; std is about "
          "the mean, over all inputs at once; alpha = 1 where a method gives 0",
      .neglected =
          "running averages over batches, dynamic (per-vector) scaling",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"method", "1", 0, 0, 4, "How the range of a tile is found.", sources::kOurs,
       ParamType::choice, "quantile|max|std|average_abs_max|constant"},
      {"quantile", "1", 0.99995, 0.5, 1.0, "Share of inputs that are not clipped (quantile).",
       "default of post-training calibration in aihwkit 1.1"},
      {"samples", "samples", 500, 1, 1000000, "Training samples used.", sources::kOurs,
       ParamType::integer},
      {"std_factor", "1", 3.0, 1e-3, 1e3, "Range in standard deviations of the inputs (std).",
       "the initial range in training with the standard preset of aihwkit 1.1"},
      {"range", "1", 1.0, 1e-6, 1e6, "The range of every tile (constant).", sources::kOurs},
      {"learned", "1", 1, 0, 1,
       "Where training learned a range with the weights, it is used; off: `method` finds all.",
       sources::kOurs, ParamType::boolean}};
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

// Standard deviation about the mean, by Welford's update: one pass, exactly zero for equal values,
// and a large mean costs no digits.
class Deviation {
 public:
  void add(float x);
  double value() const;

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0.0, squares_ = 0.0;  // squares: sum of (x - mean)^2
};

// Mean of max_j |x_j| over vectors x.
class MeanAbsMax {
 public:
  void add(std::span<const float> vector);
  double value() const;

 private:
  std::uint64_t count_ = 0;
  double sum_ = 0.0;
};

float largest_abs(std::span<const float> values);

}  // namespace imcbench
