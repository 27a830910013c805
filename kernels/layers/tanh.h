// SPDX-License-Identifier: Apache-2.0
// Hyperbolic tangent.
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct Tanh {
  static constexpr const char* kind = "tanh";
  std::uint32_t features;

  static Tanh make(Shape in) { return {in.size()}; }
  Shape output(Shape in) const { return in; }
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return features; }

  IMC_HD float forward(const float* x, std::uint32_t, std::uint32_t c) const {
    return tanh_f(x[c]);
  }
  IMC_HD void backward(const float*, const float* y, const float* dy, float* dx, std::uint32_t,
                       std::uint32_t c) const {
    dx[c] = dy[c] * (1.0f - y[c] * y[c]);
  }
};

}  // namespace imcbench
