// SPDX-License-Identifier: Apache-2.0
// Cases for transformers and depthwise convolutions: digital layers with settings and parameters.
#include <utility>

#include "kernels/core/random.h"
#include "kernels/core/stream.h"
#include "tests/oracle/cases.h"

namespace imcbench::oracle {

namespace {

// With parameters around those that training starts with, none of them zero or one.
void add_digital(Network& net, const std::string& name, DigitalOp op,
                 std::size_t input = kLastTensor) {
  std::vector<float> parameters = initial_parameters(op);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i] += 0.5f * normal_at(name, static_cast<std::uint32_t>(i));
  }
  append_digital(net, name, std::move(op), std::move(parameters), input);
}

// The same product at every position.
void add_pointwise(Network& net, const std::string& name, std::uint32_t channels,
                   std::size_t input = kLastTensor) {
  const Shape in = input == kLastTensor ? net.output() : shape_of(net, input);
  append_product(net, name, with_weights(make_conv2d(in, channels, 1, 1, 0), name), input);
}

void add_norm(Network& net, const std::string& name, LayerNorm::Settings settings) {
  add_digital(net, name, LayerNorm::make(net.output(), settings));
}

void add_attention(Network& net, Attention::Settings settings) {
  const std::uint32_t features = net.output().channels;
  add_pointwise(net, "qkv", 3 * features);
  add_digital(net, "attention", Attention::make(net.output(), settings));
  add_pointwise(net, "heads", features);
}

void add_perceptron(Network& net, std::uint32_t hidden) {
  const std::uint32_t features = net.output().channels;
  add_pointwise(net, "up", hidden);
  add_digital(net, "gelu", GeluTanh::make(net.output()));
  add_pointwise(net, "down", features);
}

// One block with the norm before each sublayer; scores of the next token at every position.
Network decoder_network() {
  Network net;
  net.name = "decoder";
  net.input = {19, 1, 1};
  add_digital(net, "tokens", Embedding::make(net.input, {11, 36}));
  add_digital(net, "positions", PositionEmbedding::make(net.output()));
  std::size_t skipped = net.layers.size();
  add_norm(net, "norm1", {LayerNorm::kDefaultEpsilon});
  add_attention(net, {2, 1, 0.0f});
  append_add(net, "add1", skipped);
  skipped = net.layers.size();
  add_norm(net, "norm2", {0.01f});
  add_perceptron(net, 31);
  append_add(net, "add2", skipped);
  add_norm(net, "norm3", {LayerNorm::kDefaultEpsilon});
  add_pointwise(net, "out", 11);
  return net;
}

// One block with the norm behind each sublayer, on a map of features and a class token.
Network encoder_network() {
  Network net;
  net.name = "encoder";
  net.input = {3, 4, 7};
  add_pointwise(net, "features", 16);
  add_digital(net, "token", ClassToken::make(net.output()));
  add_digital(net, "positions", PositionEmbedding::make(net.output()));
  std::size_t skipped = net.layers.size();
  add_attention(net, {2, 0, 0.6f});
  append_add(net, "add1", skipped);
  add_norm(net, "norm1", {LayerNorm::kDefaultEpsilon});
  skipped = net.layers.size();
  add_perceptron(net, 24);
  append_add(net, "add2", skipped);
  add_norm(net, "norm2", {LayerNorm::kDefaultEpsilon});
  add_digital(net, "first", TakeSteps::make(net.output(), 0, 1, 1));
  append_product(net, "out", with_weights(make_linear(net.output(), 5), "out"));
  return net;
}

// Depthwise convolutions, square and not, with a pointwise product behind each; then a norm and
// causal attention on a map, whose positions are numbered row by row.
Network depthwise_network() {
  Network net;
  net.name = "depthwise";
  net.input = {9, 8, 5};
  add_digital(net, "square", DepthwiseConv2d::make(net.output(), {3, 3, 1, 1, 1, 1, 1}));
  add_pointwise(net, "mix1", 18);
  add_digital(net, "sigmoid", Sigmoid::make(net.output()));
  add_digital(net, "frames", DepthwiseConv2d::make(net.output(), {4, 2, 2, 3, 0, 1, 1}));
  add_pointwise(net, "mix2", 18);
  add_norm(net, "norm", {0.0f});
  add_digital(net, "attention", Attention::make(net.output(), {2, 1, 1.5f}));
  append_digital(net, "relu", Relu::make(net.output()));
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  append_product(net, "out", with_weights(make_linear(net.output(), 6), "out"));
  return net;
}

// Token numbers below `vocabulary`.
std::vector<float> tokens(std::size_t count, std::uint32_t vocabulary) {
  std::vector<float> x(count);
  const auto key = stream_key(7, "oracle/tokens");
  for (std::size_t i = 0; i < count; ++i) {
    x[i] = static_cast<float>(draw_word({key}, static_cast<std::uint32_t>(i)) % vocabulary);
  }
  return x;
}

}  // namespace

void add_digital_cases(std::vector<Case>& cases) {
  const Network decoder = decoder_network();
  const std::uint32_t samples = 8;
  cases.push_back(make_case("decoder", decoder, Hardware::standard(), 11, 3600.0, samples,
                            tokens(samples * decoder.input.size(), 11)));
  Hardware split = Hardware::standard();
  split["mapping"].values.set("tile_inputs", 10);
  cases.push_back(make_case("encoder", encoder_network(), split, 12, 86400.0, samples));
  cases.push_back(
      make_case("depthwise", depthwise_network(), Hardware::standard(), 13, 3600.0, samples));
}

}  // namespace imcbench::oracle
