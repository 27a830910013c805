// SPDX-License-Identifier: Apache-2.0
// Mean over windows of size x size with stride = size; rows and columns that do not fill a window
// are dropped.
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct AvgPool2d {
  static constexpr const char* kind = "avg_pool2d";
  Shape in;
  std::uint32_t size;

  static AvgPool2d make(Shape in, std::uint32_t size) { return {in, size}; }
  Shape output(Shape) const { return {in.height / size, in.width / size, in.channels}; }
  IMC_HD std::uint32_t positions() const { return (in.height / size) * (in.width / size); }
  IMC_HD std::uint32_t channels() const { return in.channels; }

  IMC_HD std::uint32_t at(std::uint32_t position, std::uint32_t i, std::uint32_t j) const {
    const std::uint32_t columns = in.width / size;
    const std::uint32_t y = position / columns * size + i, x = position % columns * size + j;
    return (y * in.width + x) * in.channels;
  }
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
