// SPDX-License-Identifier: Apache-2.0
// The fluctuating devices of one product in training: their amplitude at a step, what they do to
// its weights or outputs, and what its gradient becomes by them.
#pragma once

#include <optional>
#include <vector>

#include "suites/optimizations/hardware_aware/energy_coefficients.h"
#include "suites/optimizations/hardware_aware/read_variance.h"

namespace imcbench {

class ProductDevices {
 public:
  // Keeps references to the rule and to both stages' values. `energy`: null, or that of the start
  // network's coefficients.
  ProductDevices(const DeviceStates& rule, const ParamValues& mapping, const ParamValues& telegraph,
                 const ProductLayer& start, std::optional<EnergyCoefficients> energy);

  // Before the draws of a step, whose factor on deviations is `scale`.
  void begin_step(const ProductLayer& clean, float scale);
  // Of the step; null where states are drawn at every read.
  const StepDevices* of_step() const { return rule_.per_read() ? nullptr : &devices_; }
  // Where they are: what reads of the step's weights vary by.
  void update(ReadVariance& variance, const ProductLayer& clean, const ProductLayer& used,
              const FullScales& scales, const float* gamma, bool drops) const;

  // gradient: [K][ld], by the weights with their states of the step, in; by those without, out.
  // Coefficients get their gradient, of states of reads from `reads`.
  void pass_gradient(const ProductLayer& used, const FullScales& scales,
                     const FluctuationGradients& reads, float* gradient);

  std::optional<EnergyCoefficients> energy;

 private:
  const DeviceStates& rule_;
  const ParamValues& mapping_;
  const ParamValues& telegraph_;
  std::vector<float> by_weight_, by_log_rho_;  // [K][ld] of states of a step, or empty
  StepDevices devices_{};
};

}  // namespace imcbench
