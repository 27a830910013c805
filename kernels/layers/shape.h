// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace imcbench {

// A feature map of one sample, channels last: element (y, x, c) at (y * width + x) * channels + c.
struct Shape {
  std::uint32_t height = 1, width = 1, channels = 1;
  constexpr std::uint32_t size() const { return height * width * channels; }
  bool operator==(const Shape&) const = default;
};

}  // namespace imcbench
