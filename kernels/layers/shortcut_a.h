// SPDX-License-Identifier: Apache-2.0
// The shortcut without parameters of residual networks where the map is halved and the channels are
// doubled (option A of He et al., arXiv:1512.03385): every second pixel of every second row, with
// C / 2 channels of zeros before and the rest of C behind the C channels of the input.
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct ShortcutA {
  static constexpr const char* kind = "shortcut_a";
  Shape in;

  static ShortcutA make(Shape in) { return {in}; }
  Shape output(Shape) const { return {rows(), columns(), channels()}; }
  IMC_HD std::uint32_t rows() const { return (in.height + 1) / 2; }
  IMC_HD std::uint32_t columns() const { return (in.width + 1) / 2; }
  IMC_HD std::uint32_t positions() const { return rows() * columns(); }
  IMC_HD std::uint32_t channels() const { return 2 * in.channels; }

  IMC_HD float forward(const float* x, std::uint32_t position, std::uint32_t c) const {
    const std::uint32_t from = c - in.channels / 2;  // wraps before the input's channels
    return from < in.channels ? x[at(position) + from] : 0.0f;
  }
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx,
                       std::uint32_t position, std::uint32_t c) const {
    const std::uint32_t from = c - in.channels / 2;
    if (from < in.channels) dx[at(position) + from] = dy[position * channels() + c];
  }

  // Index of the pixel that an output position takes, channel 0.
  IMC_HD std::uint32_t at(std::uint32_t position) const {
    const std::uint32_t y = position / columns() * 2, x = position % columns() * 2;
    return (y * in.width + x) * in.channels;
  }
};

}  // namespace imcbench
