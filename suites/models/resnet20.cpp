// SPDX-License-Identifier: Apache-2.0
#include "suites/models/resnet20.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kWidths[] = {16, 32, 64};
constexpr int kBlocks = 3;

// A convolution that reads tensor `input`, and its batch_norm.
void append_conv(Network& net, const std::string& name, std::uint32_t channels,
                 std::uint32_t stride, std::size_t input) {
  append_product(net, name, make_conv2d(shape_of(net, input), channels, 3, stride, 1), input);
  append_batch_norm(net, name + "_norm");
}

void append_relu(Network& net, const std::string& name) {
  append_digital(net, name, Relu::make(net.output()));
}

void append_block(Network& net, const std::string& prefix, std::uint32_t channels) {
  const std::size_t x = net.layers.size();
  const bool halves = channels != net.output().channels;
  if (halves) append_digital(net, prefix + "shortcut", ShortcutA::make(net.output()));
  const std::size_t shortcut = net.layers.size();
  append_conv(net, prefix + "conv1", channels, halves ? 2 : 1, x);
  append_relu(net, prefix + "relu1");
  append_conv(net, prefix + "conv2", channels, 1, net.layers.size());
  append_add(net, prefix + "add", shortcut);
  append_relu(net, prefix + "relu2");
}

}  // namespace

Network make_resnet20(Shape input, std::uint32_t classes) {
  if (input.height < 8 || input.width < 8) {
    input_error("model 'resnet20': input of {} x {} pixels; at least 8 x 8", input.height,
                input.width);
  }
  Network net;
  net.name = "resnet20";
  net.input = input;
  net.classes = classes;
  append_conv(net, "conv1", kWidths[0], 1, 0);
  append_relu(net, "relu1");
  for (std::size_t stage = 0; stage < std::size(kWidths); ++stage) {
    for (int block = 0; block < kBlocks; ++block) {
      append_block(net, fmt::format("layer{}_{}_", stage + 1, block), kWidths[stage]);
    }
  }
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  append_product(net, "linear", make_linear(net.output(), classes));
  return net;
}

}  // namespace imcbench
