// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/core/macros.h"

namespace imcbench {

// A feature map of one sample, channels last: element (y, x, c) at (y * width + x) * channels + c.
struct Shape {
  std::uint32_t height = 1, width = 1, channels = 1;
  constexpr std::uint32_t size() const { return height * width * channels; }
  bool operator==(const Shape&) const = default;
};

// Zeros around a feature map.
struct Padding {
  std::uint32_t top = 0, left = 0, bottom = 0, right = 0;

  static constexpr Padding all(std::uint32_t pad) { return {pad, pad, pad, pad}; }
  IMC_HD bool none() const { return (top | left | bottom | right) == 0; }
  constexpr bool even() const { return top == left && top == bottom && top == right; }
  IMC_HD Shape around(Shape in) const {
    return {in.height + top + bottom, in.width + left + right, in.channels};
  }
  bool operator==(const Padding&) const = default;
};

}  // namespace imcbench
