// SPDX-License-Identifier: Apache-2.0
#include "suites/models/lstm_lm.h"

#include <fmt/format.h>

namespace imcbench {

Network make_lstm_lm(const ModelTask& task, const ParamValues& params) {
  need_tokens(task, "lstm_lm");
  const std::uint32_t units = count_of(params, "units");
  const std::uint32_t features = count_of(params, "embedding");
  const double dropout = params["dropout"];
  Network net = network_for(task, "lstm_lm");
  append_digital(net, "embedding",
                 Embedding::make(net.output(), {task.vocabulary, features > 0 ? features : units}));
  append_dropout_if_any(net, "dropout0", dropout);
  for (std::uint32_t i = 1; i <= count_of(params, "layers"); ++i) {
    append_recurrent(net, fmt::format("lstm{}", i), make_lstm(net.output(), units));
    append_dropout_if_any(net, fmt::format("dropout{}", i), dropout);
  }
  append_scored_steps(net, task);
  append_product(net, "fc", make_per_position(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
