// SPDX-License-Identifier: Apache-2.0
// Mean of each channel over the whole map.
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct GlobalAvgPool {
  static constexpr const char* kind = "global_avg_pool";
  Shape in;

  static GlobalAvgPool make(Shape in) { return {in}; }
  Shape output(Shape) const { return {1, 1, in.channels}; }
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return in.channels; }
  IMC_HD std::uint32_t pixels() const { return in.height * in.width; }

  IMC_HD float forward(const float* x, std::uint32_t, std::uint32_t c) const {
    float sum = 0.0f;
    for (std::uint32_t i = 0; i < pixels(); ++i) sum += x[i * in.channels + c];
    return sum / static_cast<float>(pixels());
  }
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx, std::uint32_t,
                       std::uint32_t c) const {
    const float share = dy[c] / static_cast<float>(pixels());
    for (std::uint32_t i = 0; i < pixels(); ++i) dx[i * in.channels + c] += share;
  }
};

}  // namespace imcbench
