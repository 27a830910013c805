// SPDX-License-Identifier: Apache-2.0
// Energy regularization: the energy coefficient rho of every product is learned together with the
// weights, and the loss pays for the energy that it costs,
//
//     loss = loss of the task + lambda E / E_ref
//     E    = sum over products l, outputs n of rho_ln sum_k |w_kn| / m_kn r_l u_l
//
// r_l reads of a sample (positions times steps), u_l the mean input |x| / range of pulse-width
// coding: a running mean of the last 100 steps, with the learned range, or the largest |x| of the
// step where none is learned. E_ref is E of the start network at rho = 1 with the same u_l. rho =
// exp(theta) is learned by plain gradient descent,
//
//     theta <- theta - rate * (factor of the schedule) * (d loss of the task / d theta
//                                                         + lambda rho / E_ref d E / d rho)
//
// between kSmallest and kLargest; m and u count as constants. d loss of the task / d theta comes
// from device_states: without it (sigma_gradient = false) rho falls to kSmallest. The model keeps
// rho, and chips use it (layers/product_layer.h).
#pragma once

#include <algorithm>

#include "kernels/core/param.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct EnergyRegularization {
  static constexpr const char* kind = "energy_regularization";
  static constexpr const char* summary =
      "Learns the energy coefficient of every product, at a price for energy.";
  static constexpr const char* source =
      "our reading of the second technique of Wang et al., arXiv 2112.00324, whose equations we "
      "could not see";
  static constexpr ParamInfo params[] = {
      {"lambda", "nat", 0.01, 0.0, 1e3, "Price of the reference energy.", sources::kOurs},
      {"scope", "1", 0, 0, 2, "What has a coefficient of its own.", sources::kOurs,
       ParamType::choice, "layer|global|channel"},
      {"start", "1", 4.0, 1.0 / 64, 64.0, "First coefficient, where the start model has none.",
       sources::kOurs},
      {"rate", "1", 0.1, 0.0, 100.0, "Learning rate of ln(rho) before the schedule.",
       sources::kOurs},
      {"weight_gradient", "1", 1, 0, 1,
       "Weights are pushed towards zero by the price as well; off: only rho is.", sources::kOurs,
       ParamType::boolean},
  };
  static constexpr double kSmallest = 1.0 / 64, kLargest = 64.0;  // rho
  static constexpr double kLogLargest = 4.1588830833596715;       // ln 64
  static constexpr double kMeanOfSteps = 100.0;

  enum class Scope { layer, global, channel };
  double lambda;
  Scope scope;
  double start, rate;
  bool weight_gradient;

  static EnergyRegularization bind(const ParamValues& p) {
    return {p["lambda"], static_cast<Scope>(static_cast<int>(p["scope"])), p["start"], p["rate"],
            p["weight_gradient"] == 1.0};
  }
  // theta after a step.
  float after_step(float theta, double gradient, double rate_factor) const {
    const double moved = static_cast<double>(theta) - rate * rate_factor * gradient;
    return static_cast<float>(std::clamp(moved, -kLogLargest, kLogLargest));
  }
};

}  // namespace imcbench
