// SPDX-License-Identifier: Apache-2.0
// Maximum over pool windows. Gradients go to the first maximum in row-major order.
#pragma once

#include "kernels/layers/pool_window.h"

namespace imcbench {

struct MaxPool2d : PoolWindow {
  static constexpr const char* kind = "max_pool2d";

  static MaxPool2d make(Shape in, std::uint32_t size) { return {{in, size}}; }

  IMC_HD float forward(const float* x, std::uint32_t position, std::uint32_t c) const {
    float best = x[at(position, 0, 0) + c];
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) best = max_f(x[at(position, i, j) + c], best);
    }
    return best;
  }
  IMC_HD void backward(const float* x, const float* y, const float* dy, float* dx,
                       std::uint32_t position, std::uint32_t c) const {
    const std::uint32_t out = position * in.channels + c;
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) {
        const std::uint32_t index = at(position, i, j) + c;
        if (x[index] == y[out]) {
          dx[index] += dy[out];
          return;
        }
      }
    }
  }
};

}  // namespace imcbench
