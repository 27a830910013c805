// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/kws_recurrent.h"

#include <algorithm>

#include "suites/models/import/recurrent.h"
#include "suites/models/import/tensorflow.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kFrames = 49, kHalfOfFrames = 25, kCoefficients = 10, kClasses = 12;
constexpr TensorNames kDense{"weight", "bias"};

Network keyword_spotter(const char* name, Shape input) {
  Network net;
  net.name = name;
  net.input = input;
  net.classes = kClasses;
  return net;
}

Network sequence_network(const char* name, std::uint32_t frames) {
  return keyword_spotter(name, {frames, 1, kCoefficients});
}

void append_dense(Network& net, const H5Group& root, const char* name, std::uint32_t outputs) {
  ProductLayer layer = make_linear(net.output(), outputs);
  read_dense(root.group(name), kDense, layer);
  append_product(net, name, std::move(layer));
}

// The dense layer on the last state.
void append_output(Network& net, const H5Group& root) {
  append_digital(net, "last", TakeSteps::last(net.output()));
  append_dense(net, root, "out", kClasses);
}

void append_gru(Network& net, const H5Group& root, const char* name) {
  append_recurrent(net, name, read_gru(root.group(name).group("gru_cell"), net.output()));
}

Network gru_network(const H5Group& group, std::uint32_t frames) {
  Network net = sequence_network("kws_gru", frames);
  append_gru(net, group, "cell_0");
  append_output(net, group);
  return net;
}

}  // namespace

Network read_kws_basic_lstm(const H5Group& group) {
  Network net = sequence_network("kws_basic_lstm", kFrames);
  append_recurrent(net, "lstm", read_basic_lstm(group.group("basic_lstm_cell"), net.output()));
  append_output(net, group);
  return net;
}

Network read_kws_lstm(const H5Group& group) {
  Network net = sequence_network("kws_lstm", kHalfOfFrames);
  append_recurrent(net, "lstm", read_projected_lstm(group.group("lstm_cell"), net.output()));
  append_output(net, group);
  return net;
}

Network read_kws_gru_small(const H5Group& group) { return gru_network(group, kHalfOfFrames); }

Network read_kws_gru(const H5Group& group) { return gru_network(group, kFrames); }

Network read_kws_crnn(const H5Group& group) {
  Network net = keyword_spotter("kws_crnn", {kFrames, kCoefficients, 1});
  ProductLayer conv = make_conv2d(net.input, 48, {10, 4}, 2, Padding{});
  read_conv2d(group.group("conv"), kDense, conv);
  append_product(net, "conv", std::move(conv));
  append_digital(net, "relu", Relu::make(net.output()));
  append_gru(net, group, "cell_0");
  append_gru(net, group, "cell_1");
  append_digital(net, "last", TakeSteps::last(net.output()));
  append_dense(net, group, "fc1", 84);
  append_digital(net, "fc1_relu", Relu::make(net.output()));
  append_dense(net, group, "out", kClasses);
  return net;
}

}  // namespace imcbench
