// SPDX-License-Identifier: Apache-2.0
#include "suites/models/resnet_cifar.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kWidths[] = {16, 32, 64};

// What differs between the convolutions.
struct Conv {
  int number;
  std::uint32_t channels, stride;
  std::size_t input;
};

void append_conv(Network& net, const std::string& prefix, const Conv& c, bool batch_norm) {
  append_product(net, prefix + fmt::format("conv{}", c.number),
                 make_conv2d(shape_of(net, c.input), c.channels, 3, c.stride, 1), c.input);
  if (batch_norm) append_batch_norm(net, prefix + fmt::format("bn{}", c.number));
}

void append_relu(Network& net, const std::string& name) {
  append_digital(net, name, Relu::make(net.output()));
}

void append_block(Network& net, const std::string& prefix, std::uint32_t channels,
                  bool batch_norm) {
  const std::size_t x = net.layers.size();
  const bool halves = channels != net.output().channels;
  if (halves) append_digital(net, prefix + "shortcut", ShortcutA::make(net.output()));
  const std::size_t shortcut = net.layers.size();
  append_conv(net, prefix, {1, channels, halves ? 2u : 1u, x}, batch_norm);
  append_relu(net, prefix + "relu1");
  append_conv(net, prefix, {2, channels, 1, net.layers.size()}, batch_norm);
  append_add(net, prefix + "add", shortcut);
  append_relu(net, prefix + "relu2");
}

}  // namespace

std::string resnet_block_prefix(std::size_t stage, std::size_t block) {
  return fmt::format("layer{}_{}_", stage + 1, block);
}

Network make_resnet_cifar(const ModelTask& task, const ParamValues& params) {
  need_one_prediction(task, "resnet_cifar");
  if (task.input.height % 4 != 0 || task.input.width % 4 != 0) {
    input_error("{}: model 'resnet_cifar': input of {} x {} pixels; both must be multiples of 4",
                task.place, task.input.height, task.input.width);
  }
  const bool batch_norm = is_on(params, "batch_norm");
  Network net = network_for(task, "resnet_cifar");
  append_conv(net, "", {1, kWidths[0], 1, 0}, batch_norm);
  append_relu(net, "relu1");
  for (std::size_t stage = 0; stage < std::size(kWidths); ++stage) {
    for (std::uint32_t b = 0; b < count_of(params, "blocks"); ++b) {
      append_block(net, resnet_block_prefix(stage, b), kWidths[stage], batch_norm);
    }
  }
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  append_product(net, "linear", make_linear(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
