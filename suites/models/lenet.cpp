// SPDX-License-Identifier: Apache-2.0
#include "suites/models/lenet.h"

#include "kernels/core/check.h"

namespace imcbench {

Network make_lenet(const ModelTask& task, const ParamValues&) {
  need_one_prediction(task, "lenet");
  if (task.input.height < 16 || task.input.width < 16) {
    input_error("{}: model 'lenet': input of {} x {} pixels; at least 16 x 16", task.place,
                task.input.height, task.input.width);
  }
  Network net = network_for(task, "lenet");
  append_product(net, "conv1", make_conv2d(net.output(), 16, 5, 1, 0));
  append_digital(net, "relu1", Relu::make(net.output()));
  append_digital(net, "pool1", MaxPool2d::make(net.output(), 2));
  append_product(net, "conv2", make_conv2d(net.output(), 32, 5, 1, 0));
  append_digital(net, "relu2", Relu::make(net.output()));
  append_digital(net, "pool2", MaxPool2d::make(net.output(), 2));
  append_product(net, "fc1", make_linear(net.output(), 128));
  append_digital(net, "relu3", Relu::make(net.output()));
  append_product(net, "fc2", make_linear(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
