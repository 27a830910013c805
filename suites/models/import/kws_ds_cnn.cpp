// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/kws_ds_cnn.h"

#include "kernels/core/check.h"
#include "suites/models/import/batch_norm.h"
#include "suites/models/import/tensorflow.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kClasses = 12, kChannels = 64, kBlocks = 4;
constexpr double kEpsilon = 1e-3;
constexpr TensorNames kNames{"weights", "biases"};

BatchNorm read_norm(const H5Group& group) {
  const auto values = [&](const char* name) { return read_values(group, name, {kChannels}); };
  return {std::vector<float>(kChannels, 1.0f), values("beta"), values("moving_mean"),
          values("moving_variance"), kEpsilon};
}

void append_relu(Network& net, const std::string& name) {
  append_digital(net, name + "_relu", Relu::make(net.output()));
}

void append_conv(Network& net, const std::string& name, const H5Group& conv, const H5Group& norm,
                 KernelSize kernel, std::uint32_t stride) {
  const Shape in = net.output();
  ProductLayer layer = make_conv2d(in, kChannels, kernel, stride, same_padding(in, kernel, stride));
  read_conv2d(conv, kNames, layer);
  fold(read_norm(norm), layer);
  append_product(net, name, std::move(layer));
  append_relu(net, name);
}

void append_depthwise(Network& net, const std::string& name, const H5Group& conv,
                      const H5Group& norm) {
  const DepthwiseConv2d op = same_depthwise(net.output(), {3, 3}, 1);
  std::vector<float> parameters = read_values(conv, "depthwise_weights", {3, 3, kChannels, 1});
  const std::vector<float> bias = read_values(conv, "biases", {kChannels});
  parameters.insert(parameters.end(), bias.begin(), bias.end());
  fold_depthwise(read_norm(norm), parameters);
  append_digital(net, name, op, std::move(parameters));
  append_relu(net, name);
}

}  // namespace

Network read_kws_ds_cnn(const H5Group& group) {
  Network net;
  net.name = "kws_ds_cnn";
  net.input = {49, 10, 1};
  net.classes = kClasses;
  const H5Group first = group.group("conv_1");
  append_conv(net, "conv_1", first, first.group("batch_norm"), {10, 4}, 2);
  for (std::uint32_t b = 1; b <= kBlocks; ++b) {
    const std::string name = fmt::format("conv_ds_{}", b);
    const H5Group block = group.group(name);
    append_depthwise(net, name + "_depthwise", block.group("depthwise_conv"),
                     block.group("dw_batch_norm"));
    append_conv(net, name + "_pointwise", block.group("pointwise_conv"),
                block.group("pw_batch_norm"), {1, 1}, 1);
  }
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  ProductLayer dense = make_linear(net.output(), kClasses);
  read_dense(group.group("fc1"), kNames, dense);
  append_product(net, "fc1", std::move(dense));
  return net;
}

}  // namespace imcbench
