// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/dscnn_mlperf_tiny.h"

#include "kernels/core/check.h"
#include "suites/models/import/tensorflow.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kClasses = 12, kChannels = 64, kBlocks = 4, kTaps = 9;

void append_relu(Network& net, const std::string& name) {
  append_digital(net, name + "_relu", Relu::make(net.output()));
}

void append_conv(Network& net, const H5Group& root, const std::string& name, KernelSize kernel,
                 std::uint32_t stride) {
  const Shape in = net.output();
  const H5Group group = root.group(name);
  ProductLayer layer = make_conv2d(in, kChannels, kernel, stride, same_padding(in, kernel, stride));
  set_standard_weight(
      layer, read_values(group, "weight", {kChannels, in.channels, kernel.height, kernel.width}));
  layer.bias = read_values(group, "bias", {kChannels});
  append_product(net, name, std::move(layer));
  append_relu(net, name);
}

// weight [channels][1][3][3] becomes [3][3][channels].
void append_depthwise(Network& net, const H5Group& root, const std::string& name) {
  const H5Group group = root.group(name);
  const std::vector<float> weight = read_values(group, "weight", {kChannels, 1, 3, 3});
  const std::vector<float> bias = read_values(group, "bias", {kChannels});
  std::vector<float> parameters;
  for (std::uint32_t tap = 0; tap < kTaps; ++tap) {
    for (std::uint32_t c = 0; c < kChannels; ++c) parameters.push_back(weight[c * kTaps + tap]);
  }
  parameters.insert(parameters.end(), bias.begin(), bias.end());
  append_digital(net, name, same_depthwise(net.output(), {3, 3}, 1), std::move(parameters));
  append_relu(net, name);
}

}  // namespace

Network read_dscnn_mlperf_tiny(const H5Group& root) {
  Network net;
  net.name = "dscnn_mlperf_tiny";
  net.input = {49, 10, 1};
  net.classes = kClasses;
  append_conv(net, root, "00_conv", {10, 4}, 2);
  for (std::uint32_t b = 0; b < kBlocks; ++b) {
    append_depthwise(net, root, fmt::format("{:02}_depthwise", 2 * b + 1));
    append_conv(net, root, fmt::format("{:02}_conv", 2 * b + 2), {1, 1}, 1);
  }
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  ProductLayer dense = make_linear(net.output(), kClasses);
  const H5Group group = root.group("09_dense");
  set_standard_weight(dense, read_values(group, "weight", {kClasses, kChannels}));
  dense.bias = read_values(group, "bias", {kClasses});
  append_product(net, "09_dense", std::move(dense));
  return net;
}

}  // namespace imcbench
