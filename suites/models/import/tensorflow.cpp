// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/tensorflow.h"

#include <algorithm>

#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

// Zeros along one side of a map: all of them.
std::uint32_t total_padding(std::uint32_t size, std::uint32_t kernel, std::uint32_t stride) {
  const std::uint32_t outputs = (size + stride - 1) / stride;
  const std::uint32_t covered = (outputs - 1) * stride + kernel;
  return covered > size ? covered - size : 0;
}

}  // namespace

Padding same_padding(Shape in, KernelSize kernel, std::uint32_t stride) {
  const std::uint32_t rows = total_padding(in.height, kernel.height, stride);
  const std::uint32_t columns = total_padding(in.width, kernel.width, stride);
  return {rows / 2, columns / 2, rows - rows / 2, columns - columns / 2};
}

DepthwiseConv2d same_depthwise(Shape in, KernelSize kernel, std::uint32_t stride) {
  const Padding pad = same_padding(in, kernel, stride);
  return DepthwiseConv2d::make(
      in, {kernel.height, kernel.width, stride, pad.top, pad.left, pad.bottom, pad.right});
}

void read_weight(const H5Group& group, const char* name, ProductLayer& layer) {
  const std::size_t inputs = layer.geometry.inputs, outputs = layer.geometry.outputs;
  const std::vector<float> weight = read_values(group, name, {inputs, outputs});
  for (std::size_t k = 0; k < inputs; ++k) {
    std::copy_n(weight.data() + k * outputs, outputs, layer.weight.data() + k * layer.ld());
  }
}

void read_dense(const H5Group& group, TensorNames names, ProductLayer& layer) {
  read_weight(group, names.weight, layer);
  layer.bias = read_values(group, names.bias, {layer.geometry.outputs});
}

void read_conv2d(const H5Group& group, TensorNames names, ProductLayer& layer) {
  const std::size_t channels = layer.geometry.in.channels, outputs = layer.geometry.outputs;
  const std::size_t pixels = std::size_t{layer.kernel_height} * layer.kernel_width;
  const std::vector<float> weight = read_values(
      group, names.weight, {layer.kernel_height, layer.kernel_width, channels, outputs});
  for (std::size_t p = 0; p < pixels; ++p) {
    for (std::size_t c = 0; c < channels; ++c) {
      std::copy_n(weight.data() + (p * channels + c) * outputs, outputs,
                  layer.weight.data() + (c * pixels + p) * layer.ld());
    }
  }
  layer.bias = read_values(group, names.bias, {outputs});
}

}  // namespace imcbench
