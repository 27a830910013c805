// SPDX-License-Identifier: Apache-2.0
#include "suites/models/vgg9.h"

#include "kernels/core/check.h"

namespace imcbench {

Network make_vgg9(const ModelTask& task, const ParamValues& params) {
  need_one_prediction(task, "vgg9");
  if (task.input.height < 8 || task.input.width < 8) {
    input_error("{}: model 'vgg9': input of {} x {} pixels; at least 8 x 8", task.place,
                task.input.height, task.input.width);
  }
  Network net = network_for(task, "vgg9");
  std::uint32_t number = 1;
  for (std::uint32_t stage = 1; stage <= 3; ++stage) {
    for (int i = 0; i < 2; ++i, ++number) {
      const std::uint32_t channels = 16u << stage;
      append_product(net, fmt::format("conv{}", number),
                     make_conv2d(net.output(), channels, 3, 1, 1));
      if (is_on(params, "batch_norm")) append_batch_norm(net, fmt::format("bn{}", number));
      append_digital(net, fmt::format("relu{}", number), Relu::make(net.output()));
    }
    append_digital(net, fmt::format("pool{}", stage), MaxPool2d::make(net.output(), 2));
  }
  for (std::uint32_t i = 1; i <= 2; ++i, ++number) {
    append_product(net, fmt::format("fc{}", i), make_linear(net.output(), 128));
    append_digital(net, fmt::format("relu{}", number), Relu::make(net.output()));
  }
  append_product(net, "fc3", make_linear(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
