// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/resnet8_mlperf_tiny.h"

#include "kernels/core/check.h"
#include "suites/models/import/batch_norm.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kClasses = 10;
constexpr double kEpsilon = 1e-3;
constexpr Padding kBehind{0, 0, 1, 1};
constexpr int kNoNorm = -1;

// "conv2d", "conv2d_1", ...
std::string numbered(const char* name, int number) {
  return number == 0 ? name : fmt::format("{}_{}", name, number);
}

BatchNorm read_norm(const H5Group& root, int number, std::size_t channels) {
  const H5Group group = root.group(numbered("batch_normalization", number));
  const auto values = [&](const char* name) { return read_values(group, name, {channels}); };
  return {values("gamma"), values("beta"), values("moving_mean"), values("moving_variance"),
          kEpsilon};
}

struct Conv {
  int number, norm;
  std::uint32_t channels, kernel, stride;
  Padding pad;
};

void append_conv(Network& net, const H5Group& root, const Conv& c, std::size_t input) {
  const Shape in = shape_of(net, input);
  const std::string name = numbered("conv2d", c.number);
  const H5Group group = root.group(name);
  ProductLayer layer = make_conv2d(in, c.channels, c.kernel, c.stride, c.pad);
  set_standard_weight(layer,
                      read_values(group, "weight", {c.channels, in.channels, c.kernel, c.kernel}));
  layer.bias = read_values(group, "bias", {c.channels});
  if (c.norm != kNoNorm) fold(read_norm(root, c.norm, c.channels), layer);
  append_product(net, name, std::move(layer), input);
}

void append_relu(Network& net, int number) {
  append_digital(net, numbered("relu", number), Relu::make(net.output()));
}

// `first`: number of the stack's first convolution. A stack of stride 2 has a convolution as
// shortcut.
void append_stack(Network& net, const H5Group& root, int first, int norm, std::uint32_t channels,
                  std::uint32_t stride) {
  const std::size_t x = net.layers.size();
  std::size_t shortcut = x;
  if (stride == 2) {
    append_conv(net, root, {first + 2, kNoNorm, channels, 1, 2, {}}, x);
    shortcut = net.layers.size();
  }
  append_conv(net, root,
              {first, norm, channels, 3, stride, stride == 2 ? kBehind : Padding::all(1)}, x);
  append_relu(net, first);
  append_conv(net, root, {first + 1, norm + 1, channels, 3, 1, Padding::all(1)}, net.layers.size());
  append_add(net, numbered("add", first), shortcut);
  append_relu(net, first + 1);
}

}  // namespace

Network read_resnet8_mlperf_tiny(const H5Group& root) {
  Network net;
  net.name = "resnet8";
  net.input = {32, 32, 3};
  net.classes = kClasses;
  append_conv(net, root, {0, 0, 16, 3, 1, Padding::all(1)}, 0);
  // Trained on pixels of 0 to 255. Inputs up to 1 leave weights of a size that training can go on
  // from.
  for (float& weight : net.layers.front().product()->weight) weight *= 255.0f;
  append_relu(net, 0);
  append_stack(net, root, 1, 1, 16, 1);
  append_stack(net, root, 3, 3, 32, 2);
  append_stack(net, root, 6, 5, 64, 2);
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  ProductLayer dense = make_linear(net.output(), kClasses);
  const H5Group group = root.group("dense");
  set_standard_weight(dense, read_values(group, "weight", {kClasses, 64}));
  dense.bias = read_values(group, "bias", {kClasses});
  append_product(net, "dense", std::move(dense));
  return net;
}

}  // namespace imcbench
