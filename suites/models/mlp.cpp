// SPDX-License-Identifier: Apache-2.0
#include "suites/models/mlp.h"

namespace imcbench {

Network make_mlp(const ModelTask& task, const ParamValues&) {
  need_one_prediction(task, "mlp");
  need_values(task, "mlp");
  Network net = network_for(task, "mlp");
  append_product(net, "fc1", make_linear(net.output(), 256));
  append_digital(net, "relu1", Relu::make(net.output()));
  append_product(net, "fc2", make_linear(net.output(), 128));
  append_digital(net, "relu2", Relu::make(net.output()));
  append_product(net, "fc3", make_linear(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
