// SPDX-License-Identifier: Apache-2.0
// Sum of two feature maps of one shape: y = x + other. The end of a residual block.
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct Add {
  static constexpr const char* kind = "add";
  std::uint32_t features;

  static Add make(Shape in) { return {in.size()}; }
  Shape output(Shape in) const { return in; }
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return features; }

  IMC_HD float forward(const float* x, const float* other, std::uint32_t, std::uint32_t c) const {
    return x[c] + other[c];
  }
  // The same derivative goes to `other`, whole: dother = dy.
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx, std::uint32_t,
                       std::uint32_t c) const {
    dx[c] = dy[c];
  }
};

}  // namespace imcbench
