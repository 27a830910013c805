// SPDX-License-Identifier: Apache-2.0
// Small networks that between them hold every layer kind, in the shapes that go wrong first: odd
// sizes, strides, padding, output counts below, at and above the vector length.
#pragma once

#include <string>
#include <vector>

#include "kernels/network/network.h"

namespace imcbench::test {

struct LayerCase {
  std::string name;  // letters, digits and '_'
  Network network;
  std::uint32_t vocabulary = 0;  // > 0: inputs are token numbers
};

inline LayerCase one_product(std::string name, Shape input, ProductLayer layer) {
  LayerCase c{std::move(name), {}};
  c.network.input = input;
  append_product(c.network, "product", std::move(layer));
  c.network.classes = c.network.output().size();
  return c;
}

inline LayerCase one_digital(std::string name, Shape input, DigitalOp op) {
  LayerCase c{std::move(name), {}};
  c.network.input = input;
  append_digital(c.network, "digital", op);
  c.network.classes = c.network.output().size();
  return c;
}

// conv with padding, tanh, mean pool, conv with stride, relu, max pool, linear, tanh, linear.
inline LayerCase whole_network() {
  LayerCase c{"whole_network", {}};
  Network& net = c.network;
  net.input = {13, 11, 2};
  append_product(net, "conv1", make_conv2d(net.output(), 5, 3, 1, 1));
  append_digital(net, "tanh1", Tanh::make(net.output()));
  append_digital(net, "pool1", AvgPool2d::make(net.output(), 2));
  append_product(net, "conv2", make_conv2d(net.output(), 17, 3, 2, 2));
  append_digital(net, "relu2", Relu::make(net.output()));
  append_digital(net, "pool2", MaxPool2d::make(net.output(), 2));
  append_product(net, "fc1", make_linear(net.output(), 20));
  append_digital(net, "tanh3", Tanh::make(net.output()));
  append_product(net, "fc2", make_linear(net.output(), 3));
  net.classes = 3;
  return c;
}

// Two residual blocks, the second with a shortcut of halved maps and doubled channels; a layer that
// reads the network's input; a sum of a map with itself.
inline LayerCase residual_network() {
  LayerCase c{"residual_network", {}};
  Network& net = c.network;
  net.input = {7, 9, 4};
  append_product(net, "conv0", make_conv2d(net.output(), 4, 3, 1, 1));
  append_digital(net, "relu0", Relu::make(net.output()));
  append_product(net, "conv1", make_conv2d(net.output(), 4, 3, 1, 1));
  append_add(net, "add1", 2);
  append_digital(net, "relu1", Relu::make(net.output()));  // tensor 5
  append_product(net, "conv2", make_conv2d(net.output(), 8, 3, 2, 1));
  append_digital(net, "shortcut2", ShortcutA::make(shape_of(net, 5)), 5);
  append_add(net, "add2", 6);
  append_product(net, "conv3", make_conv2d(net.input, 8, 1, 2, 0), 0);
  append_add(net, "add3", 8);
  append_add(net, "twice", net.layers.size());
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  append_product(net, "fc", make_linear(net.output(), 3));
  net.classes = 3;
  return c;
}

inline LayerCase one_recurrent(std::string name, Shape input, RecurrentLayer layer) {
  LayerCase c{std::move(name), {}};
  c.network.input = input;
  append_recurrent(c.network, "recurrent", std::move(layer));
  c.network.classes = c.network.output().channels;
  return c;
}

// Two recurrent layers on top of each other, some steps, and a classifier of the last.
inline LayerCase recurrent_network() {
  LayerCase c{"recurrent_network", {}};
  Network& net = c.network;
  net.input = {6, 2, 5};
  append_recurrent(net, "gru", make_gru(net.output(), 9));
  append_recurrent(net, "lstm", make_lstm(net.output(), 17, 7, true));
  append_digital(net, "steps", TakeSteps::make(net.output(), 1, 2, 3));
  append_digital(net, "last", TakeSteps::last(net.output()));
  append_product(net, "fc", make_linear(net.output(), 3));
  net.classes = 3;
  return c;
}

// A causal decoder: tokens, positions, two blocks with the normalization before each part; scores of
// the next token at every position.
inline LayerCase decoder_network() {
  LayerCase c{"decoder_network", {}, 19};
  Network& net = c.network;
  net.input = {21, 1, 1};
  append_digital(net, "tokens", Embedding::make(net.output(), {19, 12}));
  append_digital(net, "positions", PositionEmbedding::make(net.output()));
  for (int block = 0; block < 2; ++block) {
    const std::string b = std::to_string(block);
    std::size_t before = net.layers.size();
    append_digital(net, "norm_a" + b, LayerNorm::make(net.output()));
    append_product(net, "qkv" + b, make_conv2d(net.output(), 36, 1, 1, 0));
    append_digital(net, "attention" + b, Attention::make(net.output(), {3, 1, 0.0f}));
    append_product(net, "project" + b, make_conv2d(net.output(), 12, 1, 1, 0));
    append_add(net, "add_a" + b, before);
    before = net.layers.size();
    append_digital(net, "norm_b" + b, LayerNorm::make(net.output()));
    append_product(net, "up" + b, make_conv2d(net.output(), 20, 1, 1, 0));
    append_digital(net, "gelu" + b, GeluTanh::make(net.output()));
    append_product(net, "down" + b, make_conv2d(net.output(), 12, 1, 1, 0));
    append_add(net, "add_b" + b, before);
  }
  append_digital(net, "norm", LayerNorm::make(net.output()));
  append_product(net, "scores", make_conv2d(net.output(), 19, 1, 1, 0));
  net.classes = 19;
  return c;
}

// A classifier of images: patches, a class token, one block with the normalization behind each part.
inline LayerCase encoder_network() {
  LayerCase c{"encoder_network", {}};
  Network& net = c.network;
  net.input = {8, 12, 2};
  append_product(net, "patches", make_conv2d(net.output(), 8, 4, 4, 0));
  append_digital(net, "class", ClassToken::make(net.output()));
  append_digital(net, "positions", PositionEmbedding::make(net.output()));
  std::size_t before = net.layers.size();
  append_product(net, "qkv", make_conv2d(net.output(), 24, 1, 1, 0));
  append_digital(net, "attention", Attention::make(net.output(), {2, 0, 0.0f}));
  append_product(net, "project", make_conv2d(net.output(), 8, 1, 1, 0));
  append_add(net, "add_a", before);
  append_digital(net, "norm_a", LayerNorm::make(net.output()));
  before = net.layers.size();
  append_product(net, "up", make_conv2d(net.output(), 18, 1, 1, 0));
  append_digital(net, "sigmoid", Sigmoid::make(net.output()));
  append_product(net, "down", make_conv2d(net.output(), 8, 1, 1, 0));
  append_add(net, "add_b", before);
  append_digital(net, "norm_b", LayerNorm::make(net.output()));
  append_product(net, "fc", make_linear(net.output(), 3));
  net.classes = 3;
  return c;
}

inline LayerCase one_embedding() {
  LayerCase c = one_digital("embedding", {6, 2, 1}, Embedding::make({6, 2, 1}, {11, 5}));
  c.vocabulary = 11;
  return c;
}

inline std::vector<LayerCase> layer_cases() {
  const Shape map{7, 9, 3}, flat{1, 1, 37};
  std::vector<LayerCase> cases;
  cases.push_back(one_product("linear_1", flat, make_linear(flat, 1)));
  cases.push_back(one_product("linear_16", flat, make_linear(flat, 16)));
  cases.push_back(one_product("linear_40", flat, make_linear(flat, 40)));
  cases.push_back(one_product("linear_of_map", map, make_linear(map, 10)));
  cases.push_back(one_product("conv_1x1", map, make_conv2d(map, 5, 1, 1, 0)));
  cases.push_back(one_product("conv_3x3", map, make_conv2d(map, 16, 3, 1, 0)));
  cases.push_back(one_product("conv_3x3_pad", map, make_conv2d(map, 10, 3, 1, 1)));
  cases.push_back(one_product("conv_3x3_stride_pad", map, make_conv2d(map, 33, 3, 2, 1)));
  cases.push_back(one_product("conv_5x5_wide_pad", map, make_conv2d(map, 4, 5, 1, 4)));
  cases.push_back(one_product("conv_3x3_stride_pad_behind", map,
                              make_conv2d(map, 7, 3, 2, Padding{0, 0, 1, 1})));
  cases.push_back(
      one_product("conv_4x4_uneven_pad", map, make_conv2d(map, 5, 4, 2, Padding{3, 0, 1, 2})));
  cases.push_back(one_product("conv_5x2_uneven_pad", map,
                              make_conv2d(map, 9, {5, 2}, 2, Padding{2, 0, 1, 1})));
  cases.push_back(one_product("conv_1x3", map, make_conv2d(map, 6, {1, 3}, 1, Padding{})));
  cases.push_back(one_product("conv_2x2_gaps", map, make_conv2d(map, 8, 2, 3, 0)));
  cases.push_back(one_product("conv_whole_map", {4, 4, 6}, make_conv2d({4, 4, 6}, 7, 4, 1, 0)));
  cases.push_back(one_digital("relu", map, Relu::make(map)));
  cases.push_back(one_digital("tanh", map, Tanh::make(map)));
  cases.push_back(one_digital("max_pool_2", map, MaxPool2d::make(map, 2)));
  cases.push_back(one_digital("max_pool_3", map, MaxPool2d::make(map, 3)));
  cases.push_back(one_digital("avg_pool_2", map, AvgPool2d::make(map, 2)));
  cases.push_back(one_digital("avg_pool_3", map, AvgPool2d::make(map, 3)));
  cases.push_back(one_digital("global_avg_pool", map, GlobalAvgPool::make(map)));
  cases.push_back(one_digital("shortcut_a", map, ShortcutA::make(map)));
  cases.push_back(one_digital("shortcut_a_of_6", {8, 5, 6}, ShortcutA::make({8, 5, 6})));
  cases.push_back(one_digital("sigmoid", map, Sigmoid::make(map)));
  cases.push_back(one_digital("gelu_tanh", map, GeluTanh::make(map)));
  cases.push_back(one_digital("layer_norm_3", map, LayerNorm::make(map)));
  cases.push_back(one_digital("layer_norm_37", {4, 1, 37}, LayerNorm::make({4, 1, 37}, {0.1f})));
  cases.push_back(one_embedding());
  cases.push_back(one_digital("position_embedding", map, PositionEmbedding::make(map)));
  cases.push_back(one_digital("class_token", map, ClassToken::make(map)));
  const Shape short_sequence{5, 3, 18}, sequence{37, 1, 48}, wide{18, 1, 102};
  cases.push_back(one_digital("attention", short_sequence,
                              Attention::make(short_sequence, {2, 0, 0.0f})));
  cases.push_back(one_digital("attention_long", sequence, Attention::make(sequence, {4, 0, 0.9f})));
  cases.push_back(one_digital("attention_causal", sequence,
                              Attention::make(sequence, {2, 1, 0.0f})));
  cases.push_back(one_digital("attention_one_head", wide, Attention::make(wide, {1, 1, 0.0f})));
  cases.push_back(one_digital("depthwise_3x3", map,
                              DepthwiseConv2d::make(map, {3, 3, 1, 1, 1, 1, 1})));
  cases.push_back(one_digital("depthwise_2x3_stride_uneven_pad", {7, 9, 19},
                              DepthwiseConv2d::make({7, 9, 19}, {2, 3, 2, 1, 0, 0, 2})));
  cases.push_back(one_digital("take_steps", map, TakeSteps::make(map, 1, 3, 2)));
  cases.push_back(one_digital("take_last_step", map, TakeSteps::last(map)));
  cases.push_back(one_recurrent("lstm", map, make_lstm(map, 16)));
  cases.push_back(one_recurrent("lstm_5", map, make_lstm(map, 5)));
  cases.push_back(one_recurrent("lstm_projection", map, make_lstm(map, 19, 6)));
  cases.push_back(one_recurrent("lstm_peepholes", map, make_lstm(map, 8, 0, true)));
  cases.push_back(one_recurrent("lstm_both", map, make_lstm(map, 11, 17, true)));
  cases.push_back(one_recurrent("gru", map, make_gru(map, 16)));
  cases.push_back(one_recurrent("gru_7", map, make_gru(map, 7)));
  cases.push_back(recurrent_network());
  cases.push_back(whole_network());
  cases.push_back(decoder_network());
  cases.push_back(encoder_network());
  cases.push_back(residual_network());
  return cases;
}

}  // namespace imcbench::test
