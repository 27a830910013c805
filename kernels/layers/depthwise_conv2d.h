// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: every channel by a kernel of its own (Howard et al., arXiv:1704.04861),
//     y[v][u][c] = bias[c] + sum_ij weight[i][j][c] x[v stride + i - top][u stride + j - left][c],
// a chain of fma from the bias over ascending i, then j; pixels outside the map are passed over.
//
// It is digital: a column of a tile holds the weights of one output, here kernel height x width of
// them, so a 3 x 3 kernel would use 9 of a tile's rows and every channel would need its own, or the
// tile would be zero but for a diagonal. Digital processors next to the tiles do such layers.
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/parameter_array.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct DepthwiseConv2d {
  static constexpr const char* kind = "depthwise_conv2d";
  static constexpr std::uint32_t kMaxKernel = 255, kMaxStride = 65536;
  static constexpr double kMaxOutputs = 268435456.0;

  struct Settings {
    std::uint32_t kernel_height = 1, kernel_width = 1, stride = 1;
    std::uint32_t pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;
  };
  template <class S, class Visit>
  static void for_each_setting(S& s, Visit visit) {
    visit("kernel_height", s.kernel_height, 1u, kMaxKernel);
    visit("kernel_width", s.kernel_width, 1u, kMaxKernel);
    visit("stride", s.stride, 1u, kMaxStride);
    visit("pad_top", s.pad_top, 0u, kMaxKernel);
    visit("pad_left", s.pad_left, 0u, kMaxKernel);
    visit("pad_bottom", s.pad_bottom, 0u, kMaxKernel);
    visit("pad_right", s.pad_right, 0u, kMaxKernel);
  }
  static const char* problem(Shape in, const Settings& s) {
    const bool pads_fit = s.pad_top < s.kernel_height && s.pad_bottom < s.kernel_height &&
                          s.pad_left < s.kernel_width && s.pad_right < s.kernel_width;
    if (!pads_fit) return "its padding must be smaller than its kernel";
    const Shape frame = frame_of(in, s);
    if (s.kernel_height > frame.height || s.kernel_width > frame.width) {
      return "its kernel is larger than the input with padding";
    }
    return 1.0 * frame.height * frame.width * in.channels <= kMaxOutputs ? nullptr
                                                                         : "it is too large";
  }

  Shape in;
  Settings settings;

  static DepthwiseConv2d make(Shape in, Settings settings) { return {in, settings}; }
  Shape output(Shape) const { return {rows_out(), columns_out(), in.channels}; }
  std::vector<ParameterArray> parts() const {
    return {{"weight", {settings.kernel_height, settings.kernel_width, in.channels}, 0.0f},
            {"bias", {in.channels}, 0.0f}};
  }
  IMC_HD std::uint32_t positions() const { return rows_out() * columns_out(); }
  IMC_HD std::uint32_t channels() const { return in.channels; }
  // Multiply-accumulates of one sample in digital.
  std::uint64_t digital_macs() const {
    return std::uint64_t{positions()} * bias();
  }

  IMC_HD float forward(const float* x, const float* parameters, std::uint32_t position,
                       std::uint32_t c) const {
    float sum = parameters[bias() + c];
    for_each_tap(position, [&](std::uint32_t pixel, std::uint32_t tap) {
      sum = fma_rn(parameters[tap + c], x[pixel + c], sum);
    });
    return sum;
  }

  // All channels of a position, y [channels]: the same bits, in the order that vectors like.
  IMC_HD void forward_position(const float* x, const float* parameters, std::uint32_t position,
                               float* IMC_RESTRICT y) const {
    for (std::uint32_t c = 0; c < in.channels; ++c) y[c] = parameters[bias() + c];
    for_each_tap(position, [&](std::uint32_t pixel, std::uint32_t tap) IMC_INLINE {
      IMC_SIMD
      for (std::uint32_t c = 0; c < in.channels; ++c) {
        y[c] = fma_rn(parameters[tap + c], x[pixel + c], y[c]);
      }
    });
  }

  IMC_HD void backward(const float* x, const float* parameters, const float* dy, float* dx,
                       float* dparameters, std::uint32_t position, std::uint32_t c) const {
    const float share = dy[position * in.channels + c];
    dparameters[bias() + c] += share;
    for_each_tap(position, [&](std::uint32_t pixel, std::uint32_t tap) {
      dx[pixel + c] += parameters[tap + c] * share;
      dparameters[tap + c] += x[pixel + c] * share;
    });
  }

 private:
  IMC_HD static Shape frame_of(Shape in, const Settings& s) {
    return Padding{s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}.around(in);
  }
  IMC_HD std::uint32_t rows_out() const {
    return (frame_of(in, settings).height - settings.kernel_height) / settings.stride + 1;
  }
  IMC_HD std::uint32_t columns_out() const {
    return (frame_of(in, settings).width - settings.kernel_width) / settings.stride + 1;
  }
  // Where the biases start in the parameters, behind all weights.
  IMC_HD std::uint32_t bias() const {
    return settings.kernel_height * settings.kernel_width * in.channels;
  }

  // Calls visit(first value of the pixel, first weight of the tap) for every tap within the map.
  template <class Visit>
  IMC_HD void for_each_tap(std::uint32_t position, Visit visit) const {
    const std::uint32_t row = position / columns_out(), column = position - row * columns_out();
    for (std::uint32_t i = 0; i < settings.kernel_height; ++i) {
      const std::uint32_t y = row * settings.stride + i - settings.pad_top;  // wraps above the map
      for (std::uint32_t j = 0; j < settings.kernel_width; ++j) {
        const std::uint32_t x = column * settings.stride + j - settings.pad_left;
        if (y < in.height && x < in.width) {
          visit((y * in.width + x) * in.channels, (i * settings.kernel_width + j) * in.channels);
        }
      }
    }
  }
};

}  // namespace imcbench
