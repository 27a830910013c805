// SPDX-License-Identifier: Apache-2.0
#include "suites/models/encoder.h"

namespace imcbench {

namespace {

// Steps to vectors of `width` features.
void append_embedding(Network& net, const ModelTask& task, std::uint32_t width) {
  if (task.vocabulary > 0) {
    append_digital(net, "embedding", Embedding::make(net.output(), {task.vocabulary, width}));
  } else {
    append_product(net, "project", make_per_position(net.output(), width));
  }
}

}  // namespace

Network make_encoder(const ModelTask& task, const ParamValues& params) {
  need_one_prediction(task, "encoder");
  const BlockSettings settings = block_settings(task, "encoder", params, false);
  const bool class_token = params["pooling"] == 0.0;
  Network net = network_for(task, "encoder");
  append_embedding(net, task, count_of(params, "width"));
  if (class_token) append_digital(net, "token", ClassToken::make(net.output()));
  append_digital(net, "positions", PositionEmbedding::make(net.output()));
  append_dropout_if_any(net, "dropout", settings.dropout);
  for (std::uint32_t i = 1; i <= count_of(params, "blocks"); ++i) {
    append_transformer_block(net, i, settings);
  }
  append_digital(net, "norm", LayerNorm::make(net.output()));
  if (class_token) {
    append_digital(net, "first", TakeSteps::make(net.output(), 0, 1, 1));
  } else {
    append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  }
  append_product(net, "fc", make_linear(net.output(), task.classes));
  return net;
}

}  // namespace imcbench
