// SPDX-License-Identifier: Apache-2.0
#include "suites/models/transformer_block.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

void append_attention_part(Network& net, const std::string& prefix, const BlockSettings& s) {
  const std::size_t x = net.layers.size();
  const std::uint32_t width = net.output().channels;
  append_digital(net, prefix + "norm1", LayerNorm::make(net.output()));
  append_product(net, prefix + "qkv", make_per_position(net.output(), 3 * width));
  append_digital(net, prefix + "attention",
                 Attention::make(net.output(), {s.heads, s.causal ? 1u : 0u, 0.0f}));
  append_product(net, prefix + "proj", make_per_position(net.output(), width));
  append_dropout_if_any(net, prefix + "dropout1", s.dropout);
  append_add(net, prefix + "add1", x);
}

void append_perceptron_part(Network& net, const std::string& prefix, const BlockSettings& s) {
  const std::size_t x = net.layers.size();
  const std::uint32_t width = net.output().channels;
  append_digital(net, prefix + "norm2", LayerNorm::make(net.output()));
  append_product(net, prefix + "fc1", make_per_position(net.output(), s.ratio * width));
  append_digital(net, prefix + "gelu", GeluTanh::make(net.output()));
  append_product(net, prefix + "fc2", make_per_position(net.output(), width));
  append_dropout_if_any(net, prefix + "dropout2", s.dropout);
  append_add(net, prefix + "add2", x);
}

}  // namespace

BlockSettings block_settings(const ModelTask& task, std::string_view model,
                             const ParamValues& params, bool causal) {
  const std::uint32_t width = count_of(params, "width"), heads = count_of(params, "heads");
  if (width % heads != 0) {
    input_error("{}: model '{}': 'width' = {} is not a multiple of 'heads' = {}", task.place, model,
                width, heads);
  }
  return {heads, count_of(params, "ratio"), causal, params["dropout"]};
}

void append_transformer_block(Network& net, std::uint32_t number, const BlockSettings& settings) {
  const std::string prefix = fmt::format("block{}_", number);
  append_attention_part(net, prefix, settings);
  append_perceptron_part(net, prefix, settings);
}

}  // namespace imcbench
