// SPDX-License-Identifier: Apache-2.0
// Logistic function: y = 1 / (1 + e^-x).
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/shape.h"

namespace imcbench {

// With e = exp(-|x|): 1 / (1 + e) for x >= 0, e / (1 + e) below.
IMC_HD float sigmoid(float x) {
  const float e = exp_f(-abs_f(x));
  return (x < 0.0f ? e : 1.0f) / (1.0f + e);
}

struct Sigmoid {
  static constexpr const char* kind = "sigmoid";
  std::uint32_t features;

  static Sigmoid make(Shape in) { return {in.size()}; }
  Shape output(Shape in) const { return in; }
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return features; }

  IMC_HD float forward(const float* x, std::uint32_t, std::uint32_t c) const {
    return sigmoid(x[c]);
  }
  IMC_HD void backward(const float*, const float* y, const float* dy, float* dx, std::uint32_t,
                       std::uint32_t c) const {
    dx[c] = dy[c] * (y[c] * (1.0f - y[c]));
  }
};

}  // namespace imcbench
