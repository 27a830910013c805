// SPDX-License-Identifier: Apache-2.0
// Adam with decoupled weight decay (AdamW); t = 1, 2, ... the step, m and v start at 0:
//
//     w <- w - rate * weight_decay * w                       (weights only, not biases)
//     m <- beta1 * m + (1 - beta1) * g
//     v <- beta2 * v + (1 - beta2) * g^2
//     w <- w - rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
//
// Kingma and Ba, arXiv:1412.6980, algorithm 1; Loshchilov and Hutter, arXiv:1711.05101,
// algorithm 2.
#pragma once

#include "suites/trainer/optimizers/update.h"

namespace imcbench {

struct Adam {
  static constexpr const char* kind = "adam";
  static constexpr const char* summary = "Adam with decoupled weight decay (AdamW).";
  static constexpr ParamInfo params[] = {
      {"rate", "1", 1e-3, 1e-8, 10.0, "Learning rate before the schedule.", "arXiv:1412.6980"},
      {"beta1", "1", 0.9, 0.0, 0.9999, "Decay of the mean gradient.", "arXiv:1412.6980"},
      {"beta2", "1", 0.999, 0.0, 0.999999, "Decay of the mean squared gradient.",
       "arXiv:1412.6980"},
      {"epsilon", "1", 1e-8, 1e-12, 1.0, "Keeps the quotient finite.", "arXiv:1412.6980"},
      {"weight_decay", "1", 0.01, 0.0, 10.0, "Share of a weight lost per step at rate 1.",
       "arXiv:1711.05101"},
  };
  static constexpr std::size_t kStates = 2;  // m, v

  float beta1, beta2, epsilon, weight_decay;
  double power1 = 1.0, power2 = 1.0;  // beta^t, by repeated multiplication
  float correction1 = 0.0f, correction2 = 0.0f;

  static Adam bind(const ParamValues& p) {
    return {static_cast<float>(p["beta1"]), static_cast<float>(p["beta2"]),
            static_cast<float>(p["epsilon"]), static_cast<float>(p["weight_decay"])};
  }
  void begin_step() {
    power1 *= static_cast<double>(beta1);
    power2 *= static_cast<double>(beta2);
    correction1 = static_cast<float>(1.0 - power1);
    correction2 = static_cast<float>(1.0 - power2);
  }
  void update(const UpdateBlock& u) const {
    const float decay = u.decays ? u.rate * weight_decay : 0.0f;
    float* IMC_RESTRICT w = u.parameter;
    float* IMC_RESTRICT m = u.state[0];
    float* IMC_RESTRICT v = u.state[1];
    for (std::size_t i = 0; i < u.count; ++i) {
      const float g = u.gradient[i];
      const float kept = w[i] - decay * w[i];
      m[i] = beta1 * m[i] + (1.0f - beta1) * g;
      v[i] = beta2 * v[i] + (1.0f - beta2) * (g * g);
      w[i] = kept - u.rate * (m[i] / correction1) / (sqrt_rn(v[i] / correction2) + epsilon);
    }
  }
};

}  // namespace imcbench
