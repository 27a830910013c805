// SPDX-License-Identifier: Apache-2.0
#include "suites/models/recurrent_classifier.h"

#include <fmt/format.h>

namespace imcbench {

namespace {

template <class MakeLayer>
Network classifier(const ModelTask& task, const ParamValues& params, const char* name,
                   MakeLayer make_layer) {
  need_one_prediction(task, name);
  need_values(task, name);
  Network net = network_for(task, name);
  for (std::uint32_t i = 1; i <= count_of(params, "layers"); ++i) {
    append_recurrent(net, fmt::format("{}{}", name, i),
                     make_layer(net.output(), count_of(params, "units")));
    append_dropout_if_any(net, fmt::format("dropout{}", i), params["dropout"]);
  }
  append_digital(net, "last", TakeSteps::last(net.output()));
  append_product(net, "fc", make_linear(net.output(), task.classes));
  return net;
}

}  // namespace

Network make_lstm_classifier(const ModelTask& task, const ParamValues& params) {
  return classifier(task, params, "lstm",
                    [](Shape in, std::uint32_t units) { return make_lstm(in, units); });
}

Network make_gru_classifier(const ModelTask& task, const ParamValues& params) {
  return classifier(task, params, "gru",
                    [](Shape in, std::uint32_t units) { return make_gru(in, units); });
}

}  // namespace imcbench
