// SPDX-License-Identifier: Apache-2.0
// Rectified linear unit: y = max(x, 0).
#pragma once

#include <cstddef>

#include "kernels/core/math.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct Relu {
  static constexpr const char* kind = "relu";
  std::uint32_t features;

  static Relu make(Shape in) { return {in.size()}; }
  Shape output(Shape in) const { return in; }

  // The output is addressed as [position][channel]; an elementwise layer has one position.
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return features; }

  IMC_HD float forward(const float* x, std::uint32_t, std::uint32_t c) const {
    return max_f(x[c], 0.0f);
  }
  // Adds this output's share of dx; dx starts at zero.
  IMC_HD void backward(const float*, const float* y, const float* dy, float* dx, std::uint32_t,
                       std::uint32_t c) const {
    dx[c] = y[c] > 0.0f ? dy[c] : 0.0f;
  }
};

}  // namespace imcbench
