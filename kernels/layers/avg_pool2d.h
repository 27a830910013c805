// SPDX-License-Identifier: Apache-2.0
// Mean over pool windows.
#pragma once

#include "kernels/layers/pool_window.h"

namespace imcbench {

struct AvgPool2d : PoolWindow {
  static constexpr const char* kind = "avg_pool2d";

  static AvgPool2d make(Shape in, std::uint32_t size) { return {{in, size}}; }

  IMC_HD float forward(const float* x, std::uint32_t position, std::uint32_t c) const {
    float sum = 0.0f;
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) sum += x[at(position, i, j) + c];
    }
    return sum / static_cast<float>(size * size);
  }
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx,
                       std::uint32_t position, std::uint32_t c) const {
    const float share = dy[position * in.channels + c] / static_cast<float>(size * size);
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) dx[at(position, i, j) + c] += share;
    }
  }
};

}  // namespace imcbench
