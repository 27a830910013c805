// SPDX-License-Identifier: Apache-2.0
// Stochastic gradient descent with momentum; g gradient, v velocity, w parameter:
//
//     g <- g + weight_decay * w        (weights only, not biases)
//     v <- momentum * v + g            (v starts at 0)
//     w <- w - rate * v
#pragma once

#include "suites/trainer/optimizers/update.h"

namespace imcbench {

struct Sgd {
  static constexpr const char* kind = "sgd";
  static constexpr const char* summary = "Gradient descent with momentum and L2 weight decay.";
  static constexpr ParamInfo params[] = {
      {"rate", "1", 0.05, 1e-8, 100.0, "Learning rate before the schedule.", "common practice"},
      {"momentum", "1", 0.9, 0.0, 0.9999, "Share of the velocity that stays.",
       "Sutskever et al., ICML 2013"},
      {"weight_decay", "1", 5e-4, 0.0, 1.0, "L2 penalty added to the gradient of weights.",
       "Krizhevsky et al., NeurIPS 2012"},
  };
  static constexpr std::size_t kStates = 1;  // v

  float momentum, weight_decay;

  static Sgd bind(const ParamValues& p) {
    return {static_cast<float>(p["momentum"]), static_cast<float>(p["weight_decay"])};
  }
  void begin_step() {}
  void update(const UpdateBlock& u) const {
    const float decay = u.decays ? weight_decay : 0.0f;
    for (std::size_t i = 0; i < u.count; ++i) {
      const float g = u.gradient[i] + decay * u.parameter[i];
      u.state[0][i] = momentum * u.state[0][i] + g;
      u.parameter[i] -= u.rate * u.state[0][i];
    }
  }
};

}  // namespace imcbench
