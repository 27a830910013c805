// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/product_layer.h"

#include <algorithm>
#include <cstring>

#include "kernels/core/check.h"

namespace imcbench {

float ProductLayer::largest_energy_coefficient() const {
  return energy_coefficient.empty() ? 1.0f : *std::ranges::max_element(energy_coefficient);
}

namespace {

ProductLayer with_parameters(ProductGeometry geometry, KernelSize kernel, std::uint32_t stride) {
  ProductLayer layer;
  layer.weight.assign(geometry.inputs * padded_columns(geometry.outputs), 0.0f);
  layer.bias.assign(geometry.outputs, 0.0f);
  layer.kernel_height = kernel.height;
  layer.kernel_width = kernel.width;
  layer.stride = stride;
  layer.geometry = std::move(geometry);
  return layer;
}

}  // namespace

ProductLayer make_linear(Shape in, std::uint32_t outputs) {
  ProductGeometry g;
  g.in = in;
  g.out = {1, 1, outputs};
  g.inputs = in.size();
  g.outputs = outputs;
  g.positions = 1;
  g.row_base = {0};
  for (std::uint32_t k = 0; k < g.inputs; ++k) g.k_offset.push_back(static_cast<std::int32_t>(k));
  return with_parameters(std::move(g), {0, 0}, 1);
}

ProductLayer make_conv2d(Shape in, std::uint32_t channels, std::uint32_t kernel,
                         std::uint32_t stride, std::uint32_t pad) {
  return make_conv2d(in, channels, kernel, stride, Padding::all(pad));
}

ProductLayer make_conv2d(Shape in, std::uint32_t channels, std::uint32_t kernel,
                         std::uint32_t stride, Padding pad) {
  return make_conv2d(in, channels, KernelSize{kernel, kernel}, stride, pad);
}

ProductLayer make_conv2d(Shape in, std::uint32_t channels, KernelSize kernel, std::uint32_t stride,
                         Padding pad) {
  const Shape frame = pad.around(in);
  IMC_EXPECT(kernel.height > 0 && kernel.width > 0 && stride > 0);
  IMC_EXPECT(frame.height >= kernel.height && frame.width >= kernel.width);
  ProductGeometry g;
  g.in = in;
  g.pad = pad;
  g.out = {(frame.height - kernel.height) / stride + 1, (frame.width - kernel.width) / stride + 1,
           channels};
  g.inputs = in.channels * kernel.height * kernel.width;
  g.outputs = channels;
  g.positions = g.out.height * g.out.width;
  const std::uint32_t width = frame.width;
  for (std::uint32_t y = 0; y < g.out.height; ++y) {
    for (std::uint32_t x = 0; x < g.out.width; ++x) {
      g.row_base.push_back(static_cast<std::int32_t>((y * stride * width + x * stride) * in.channels));
    }
  }
  for (std::uint32_t c = 0; c < in.channels; ++c) {
    for (std::uint32_t ky = 0; ky < kernel.height; ++ky) {
      for (std::uint32_t kx = 0; kx < kernel.width; ++kx) {
        g.k_offset.push_back(static_cast<std::int32_t>((ky * width + kx) * in.channels + c));
      }
    }
  }
  return with_parameters(std::move(g), kernel, stride);
}

void copy_padded(const ProductGeometry& g, const float* x, float* frame) {
  const Shape padded = g.padded();
  const std::size_t row = static_cast<std::size_t>(g.in.width) * g.in.channels;
  if (g.pad.none()) {
    std::memcpy(frame, x, g.in.size() * sizeof(float));
    return;
  }
  std::fill(frame, frame + padded.size(), 0.0f);
  for (std::uint32_t y = 0; y < g.in.height; ++y) {
    float* to = frame + ((y + g.pad.top) * padded.width + g.pad.left) * g.in.channels;
    std::memcpy(to, x + y * row, row * sizeof(float));
  }
}

}  // namespace imcbench
