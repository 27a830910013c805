// SPDX-License-Identifier: Apache-2.0
// Maximum over windows of size x size with stride = size; rows and columns that do not fill a window
// are dropped. Gradients go to the first maximum in row-major order.
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct MaxPool2d {
  static constexpr const char* kind = "max_pool2d";
  Shape in;
  std::uint32_t size;

  static MaxPool2d make(Shape in, std::uint32_t size) { return {in, size}; }
  Shape output(Shape) const { return {in.height / size, in.width / size, in.channels}; }
  IMC_HD std::uint32_t positions() const { return (in.height / size) * (in.width / size); }
  IMC_HD std::uint32_t channels() const { return in.channels; }

  // Index of window element (i, j) of an output position, channel 0.
  IMC_HD std::uint32_t at(std::uint32_t position, std::uint32_t i, std::uint32_t j) const {
    const std::uint32_t columns = in.width / size;
    const std::uint32_t y = position / columns * size + i, x = position % columns * size + j;
    return (y * in.width + x) * in.channels;
  }
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
