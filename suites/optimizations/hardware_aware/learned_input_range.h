// SPDX-License-Identifier: Apache-2.0
// The input range alpha of every product: what its inputs are clipped to. All tiles of a product
// share one. For the first `init_batches` steps alpha is the running mean of
// init_std * std(x over the mini-batch); the very first step has none and clips nothing. Then,
// with delta = d loss / d x where nothing is clipped,
//
//     g = alpha * (sum over x >= alpha of min(delta, 0) - sum over x <= -alpha of max(delta, 0))
//         + decay * alpha   if more than `min_unclipped` of the inputs are within the range
//     alpha <- alpha - rate * (factor of the schedule) * g
//
// so clipped inputs widen the range when that lowers the loss, and the decay narrows it. x are the
// layer's inputs, each once, without the padding of a convolution. Clipped inputs pass no gradient
// on. The model keeps alpha: a chip uses it instead of calibrating.
#pragma once

#include "kernels/core/math.h"
#include "kernels/core/param.h"
#include "suites/trainer/product_hardware.h"

namespace imcbench {

struct LearnedInputRange {
  static constexpr const char* kind = "input_range";
  static constexpr const char* summary = "Learns what the inputs of every product are clipped to.";
  static constexpr const char* source = "the standard preset of aihwkit 1.1; Rasch et al. (2023)";
  static constexpr ParamInfo params[] = {
      {"init_std", "1", 3.0, 1e-3, 1e3, "First range, in standard deviations of the inputs.",
       "the standard preset of aihwkit 1.1"},
      {"init_batches", "steps", 100, 1, 1e9, "Steps that the first range is averaged over.",
       "the standard preset of aihwkit 1.1", ParamType::integer},
      {"decay", "1", 0.001, 0.0, 1.0, "Relative decay while few inputs are clipped.",
       "the standard preset of aihwkit 1.1"},
      {"min_unclipped", "1", 0.95, 0.0, 1.0, "Share of unclipped inputs above which it decays.",
       "the standard preset of aihwkit 1.1"},
      {"rate", "1", 0.1, 0.0, 100.0, "Learning rate before the schedule.",
       "ours: that of plain gradient descent at 0.01 with momentum 0.9"},
  };

  double init_std;
  std::uint32_t init_batches;
  double decay, min_unclipped, rate;

  static LearnedInputRange bind(const ParamValues& p) {
    return {p["init_std"], static_cast<std::uint32_t>(p["init_batches"]), p["decay"],
            p["min_unclipped"], p["rate"]};
  }
  // The same without learning: the range that the first steps find.
  LearnedInputRange unlearned() const { return {init_std, init_batches, 0.0, min_unclipped, 0.0}; }
  // The range after a step, from the range in use and what the step's inputs were.
  float after_step(float range, const InputSums& inputs, std::uint32_t step,
                   double rate_factor) const {
    if (step < init_batches) {
      return static_cast<float>(
          (static_cast<double>(range) * step + init_std * inputs.standard_deviation()) /
          (step + 1.0));
    }
    const double within = static_cast<double>(inputs.within) / static_cast<double>(inputs.count);
    const double slope = inputs.range_gradient + (within > min_unclipped ? decay : 0.0);
    const double moved = range * (1.0 - rate * rate_factor * slope);
    return static_cast<float>(moved > 0.5 * range ? moved : 0.5 * range);  // stays positive
  }
};

}  // namespace imcbench
