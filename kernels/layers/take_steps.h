// SPDX-License-Identifier: Apache-2.0
// Some steps of a sequence {T, W, C}: `count` of them, from `first`, `stride` apart. A classifier
// behind a recurrent layer reads the last one.
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct TakeSteps {
  static constexpr const char* kind = "take_steps";
  Shape in;
  std::uint32_t first, stride, count;

  // first + (count - 1) * stride < in.height; stride, count > 0.
  static TakeSteps make(Shape in, std::uint32_t first, std::uint32_t stride, std::uint32_t count) {
    return {in, first, stride, count};
  }
  static TakeSteps last(Shape in) { return {in, in.height - 1, 1, 1}; }
  Shape output(Shape) const { return {count, in.width, in.channels}; }
  IMC_HD std::uint32_t positions() const { return count; }
  IMC_HD std::uint32_t channels() const { return in.width * in.channels; }

  IMC_HD float forward(const float* x, std::uint32_t position, std::uint32_t c) const {
    return x[at(position) + c];
  }
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx,
                       std::uint32_t position, std::uint32_t c) const {
    dx[at(position) + c] = dy[position * channels() + c];
  }

  // Index of the first value of the step that an output position takes.
  IMC_HD std::uint32_t at(std::uint32_t position) const {
    return (first + position * stride) * channels();
  }
};

}  // namespace imcbench
