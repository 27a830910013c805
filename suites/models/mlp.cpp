// SPDX-License-Identifier: Apache-2.0
#include "suites/models/mlp.h"

namespace imcbench {

Network make_mlp(Shape input, std::uint32_t classes) {
  Network net;
  net.name = "mlp";
  net.input = input;
  net.classes = classes;
  append_product(net, "fc1", make_linear(net.output(), 256));
  append_digital(net, "relu1", Relu::make(net.output()));
  append_product(net, "fc2", make_linear(net.output(), 128));
  append_digital(net, "relu2", Relu::make(net.output()));
  append_product(net, "fc3", make_linear(net.output(), classes));
  return net;
}

}  // namespace imcbench
