// SPDX-License-Identifier: Apache-2.0
// What energy_regularization keeps of one product: its coefficients, and what they are learned
// from.
#pragma once

#include <vector>

#include "suites/optimizations/hardware_aware/energy_regularization.h"
#include "suites/optimizations/hardware_aware/scaled_weights.h"
#include "suites/trainer/product_hardware.h"

namespace imcbench {

class EnergyCoefficients {
 public:
  // Of the start network; reads of one sample.
  EnergyCoefficients(const EnergyRegularization& rule, const ProductLayer& layer,
                     const FullScales& scales, double reads);

  std::vector<float> rho() const;  // [1] or [N]
  const std::vector<float>& theta() const { return theta_; }

  // Before a step's gradients are added; then the gradient of the task by theta of output n.
  void clear() { gradient_.assign(theta_.size(), 0.0); }
  void add_gradient(std::uint32_t n, double by_log_rho) {
    gradient_[theta_.size() == 1 ? 0 : n] += by_log_rho;
  }
  // What the inputs of a step were; range 0: not learned.
  void see(const InputSums& inputs, float range, std::uint32_t step);
  // The share of this product in E_ref.
  double reference() const { return start_load_ * reads_ * input_cost_; }
  // Adds the price of its energy, in units of E_ref = `reference`, to the gradient by theta and, if
  // the rule says so, to that by the weights, [K][ld].
  void add_price(const ProductLayer& clean, const FullScales& scales, double reference,
                 float* by_weight);
  double gradient_sum() const;
  // One step; of scope global with the sum over all products.
  void step(const double* sum_of_all, double rate_factor);

  // What a checkpoint keeps: theta, then the input cost.
  void append_state(std::vector<float>& state) const;
  const float* restore(const float* next);

 private:
  EnergyRegularization rule_;
  std::vector<float> theta_;      // ln(rho)
  std::vector<double> gradient_;  // as theta
  double reads_, start_load_;     // r, sum of |w| / m at the start
  float input_cost_ = 0.0f;       // u
};

}  // namespace imcbench
