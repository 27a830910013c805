// SPDX-License-Identifier: Apache-2.0
#include "suites/models/decoder.h"

namespace imcbench {

Network make_decoder(const ModelTask& task, const ParamValues& params) {
  need_tokens(task, "decoder");
  const BlockSettings settings = block_settings(task, "decoder", params, true);
  Network net = network_for(task, "decoder");
  append_digital(net, "embedding",
                 Embedding::make(net.output(), {task.vocabulary, count_of(params, "width")}));
  append_digital(net, "positions", PositionEmbedding::make(net.output()));
  append_dropout_if_any(net, "dropout", settings.dropout);
  for (std::uint32_t i = 1; i <= count_of(params, "blocks"); ++i) {
    append_transformer_block(net, i, settings);
  }
  append_scored_steps(net, task);
  append_digital(net, "norm", LayerNorm::make(net.output()));
  append_product(net, "fc", make_per_position(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
