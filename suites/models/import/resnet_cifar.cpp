// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/resnet_cifar.h"

#include "kernels/core/check.h"
#include "suites/models/import/batch_norm.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kWidths[] = {16, 32, 64};
constexpr std::uint32_t kClasses = 10;
constexpr std::size_t kMostBlocks = 18;
constexpr double kEpsilon = 1e-5;

BatchNorm read_norm(const H5Group& group, std::size_t channels) {
  const auto values = [&](const char* name) { return read_values(group, name, {channels}); };
  return {values("weight"), values("bias"), values("running_mean"), values("running_var"),
          kEpsilon};
}

// Appends conv`number` with bn`number` of `group`, reading tensor `input`.
void append_conv(Network& net, const std::string& prefix, const H5Group& group, int number,
                 std::uint32_t channels, std::uint32_t stride, std::size_t input) {
  const Shape in = shape_of(net, input);
  const std::string conv = fmt::format("conv{}", number);
  ProductLayer layer = make_conv2d(in, channels, 3, stride, 1);
  set_standard_weight(layer,
                      read_values(group.group(conv), "weight", {channels, in.channels, 3, 3}));
  fold(read_norm(group.group(fmt::format("bn{}", number)), channels), layer);
  append_product(net, prefix + conv, std::move(layer), input);
}

void append_relu(Network& net, const std::string& name) {
  append_digital(net, name, Relu::make(net.output()));
}

void append_block(Network& net, const std::string& prefix, const H5Group& group,
                  std::uint32_t channels) {
  const std::size_t x = net.layers.size();
  const bool halves = channels != net.output().channels;
  if (halves) append_digital(net, prefix + "shortcut", ShortcutA::make(net.output()));
  const std::size_t shortcut = net.layers.size();
  append_conv(net, prefix, group, 1, channels, halves ? 2 : 1, x);
  append_relu(net, prefix + "relu1");
  append_conv(net, prefix, group, 2, channels, 1, net.layers.size());
  append_add(net, prefix + "add", shortcut);
  append_relu(net, prefix + "relu2");
}

// Blocks a stage: the same in all three.
std::size_t count_blocks(const H5Group& root) {
  const std::size_t blocks = root.group("layer1").children().size();
  for (const char* stage : {"layer1", "layer2", "layer3"}) {
    const std::size_t found = root.group(stage).children().size();
    if (found == blocks && found >= 1 && found <= kMostBlocks) continue;
    input_error("{}: {} blocks; expected 1 to {}, as many in every stage",
                root.group(stage).place(), found, kMostBlocks);
  }
  return blocks;
}

}  // namespace

Network read_resnet_cifar(const H5Group& root) {
  const std::size_t blocks = count_blocks(root);
  Network net;
  net.name = fmt::format("resnet{}", 6 * blocks + 2);
  net.input = {32, 32, 3};
  net.classes = kClasses;
  net.mean = {0.485f, 0.456f, 0.406f};
  net.std = {0.229f, 0.224f, 0.225f};
  append_conv(net, "", root, 1, kWidths[0], 1, 0);
  append_relu(net, "relu1");
  for (std::size_t stage = 0; stage < std::size(kWidths); ++stage) {
    const H5Group group = root.group(fmt::format("layer{}", stage + 1));
    for (std::size_t b = 0; b < blocks; ++b) {
      append_block(net, fmt::format("layer{}_{}_", stage + 1, b), group.group(fmt::format("{}", b)),
                   kWidths[stage]);
    }
  }
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  ProductLayer linear = make_linear(net.output(), kClasses);
  const H5Group group = root.group("linear");
  set_standard_weight(linear, read_values(group, "weight", {kClasses, kWidths[2]}));
  linear.bias = read_values(group, "bias", {kClasses});
  append_product(net, "linear", std::move(linear));
  return net;
}

}  // namespace imcbench
