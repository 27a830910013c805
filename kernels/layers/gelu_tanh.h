// SPDX-License-Identifier: Apache-2.0
// Gaussian error linear unit in its tanh form (Hendrycks and Gimpel, arXiv:1606.08415):
//     y = x / 2 (1 + tanh(u)) = x sigmoid(2 u),   u = sqrt(2 / pi) (x + 0.044715 x^3).
// The form with the error function differs from it by up to 5e-4.
#pragma once

#include "kernels/layers/sigmoid.h"

namespace imcbench {

struct GeluTanh {
  static constexpr const char* kind = "gelu_tanh";
  static constexpr float kTwiceSlope = 1.5957691216f;  // 2 sqrt(2 / pi)
  static constexpr float kCubic = 0.044715f;
  std::uint32_t features;

  static GeluTanh make(Shape in) { return {in.size()}; }
  Shape output(Shape in) const { return in; }
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return features; }

  // sigmoid(2 u).
  IMC_HD static float gate(float x) {
    return sigmoid(kTwiceSlope * fma_rn(kCubic * x * x, x, x));
  }
  IMC_HD float forward(const float* x, std::uint32_t, std::uint32_t c) const {
    return x[c] * gate(x[c]);
  }
  IMC_HD void backward(const float* x, const float*, const float* dy, float* dx, std::uint32_t,
                       std::uint32_t c) const {
    const float g = gate(x[c]);
    const float slope = kTwiceSlope * fma_rn(3.0f * kCubic * x[c], x[c], 1.0f);  // d(2 u) / dx
    dx[c] = dy[c] * fma_rn(x[c] * (g * (1.0f - g)), slope, g);
  }
};

}  // namespace imcbench
