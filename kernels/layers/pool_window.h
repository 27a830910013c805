// SPDX-License-Identifier: Apache-2.0
// Windows of size x size with stride = size, as all pooling layers have them; rows and columns that
// do not fill a window are dropped. Outputs are addressed as [position][channel].
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct PoolWindow {
  Shape in;
  std::uint32_t size;

  Shape output(Shape) const { return {in.height / size, in.width / size, in.channels}; }
  IMC_HD std::uint32_t positions() const { return (in.height / size) * (in.width / size); }
  IMC_HD std::uint32_t channels() const { return in.channels; }

  // Index of window element (i, j) of an output position, channel 0.
  IMC_HD std::uint32_t at(std::uint32_t position, std::uint32_t i, std::uint32_t j) const {
    const std::uint32_t columns = in.width / size;
    const std::uint32_t y = position / columns * size + i, x = position % columns * size + j;
    return (y * in.width + x) * in.channels;
  }
};

}  // namespace imcbench
