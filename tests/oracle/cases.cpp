// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernels/core/random.h"
#include "kernels/core/stream.h"

namespace imcbench::oracle {

float normal_at(const std::string& stream, std::uint32_t element) {
  return normal_of(draw_word({stream_key(7, "oracle/" + stream)}, element));
}

ProductLayer with_weights(ProductLayer layer, const std::string& name) {
  const ProductGeometry& g = layer.geometry;
  const float deviation = std::sqrt(2.0f / static_cast<float>(g.inputs));
  for (std::uint32_t k = 0; k < g.inputs; ++k) {
    for (std::uint32_t n = 0; n < g.outputs; ++n) {
      layer.weight[k * layer.ld() + n] = deviation * normal_at(name, k * g.outputs + n);
    }
  }
  for (std::uint32_t n = 0; n < g.outputs; ++n) layer.bias[n] = 0.1f * normal_at(name + "/bias", n);
  return layer;
}

namespace {

void add_linear(Network& net, const std::string& name, std::uint32_t outputs) {
  append_product(net, name, with_weights(make_linear(net.output(), outputs), name));
}

void add_conv(Network& net, const std::string& name, std::uint32_t channels, std::uint32_t kernel,
              std::uint32_t pad) {
  append_product(net, name,
                 with_weights(make_conv2d(net.output(), channels, kernel, 1, pad), name));
}

// Half of the values zero, as after a rectifier; the rest of either sign unless `positive`.
std::vector<float> sparse_inputs(std::size_t count, bool positive) {
  std::vector<float> x(count);
  for (std::size_t i = 0; i < count; ++i) {
    const float z = normal_at("inputs", static_cast<std::uint32_t>(i));
    x[i] = z < 0.0f ? 0.0f : std::min(z, 1.0f);
    if (!positive && normal_at("signs", static_cast<std::uint32_t>(i)) < 0.0f) x[i] = -x[i];
  }
  return x;
}

}  // namespace

Network small_network() {
  Network net;
  net.name = "small";
  net.input = {6, 5, 3};
  add_conv(net, "conv", 4, 3, 1);
  append_digital(net, "relu", Relu::make(net.output()));
  add_linear(net, "out", 9);
  return net;
}

Case make_case(std::string name, Network network, Hardware hardware, std::uint32_t chip,
               double time_s, std::uint32_t samples, bool positive) {
  const std::size_t count = samples * network.input.size();
  return make_case(std::move(name), std::move(network), std::move(hardware), chip, time_s, samples,
                   sparse_inputs(count, positive));
}

Case make_case(std::string name, Network network, Hardware hardware, std::uint32_t chip,
               double time_s, std::uint32_t samples, std::vector<float> x) {
  network.classes = network.output().size();
  return {std::move(name),
          std::move(network),
          std::move(hardware),
          0x1234567890abcdefu,
          chip,
          time_s,
          samples,
          1000,
          std::move(x)};
}

namespace {

Network one_tile_network() {
  Network net;
  net.name = "tile";
  net.input = {1, 1, 300};
  add_linear(net, "fc", 70);
  return net;
}

Network split_network() {
  Network net;
  net.name = "split";
  net.input = {9, 8, 24};
  add_conv(net, "conv", 20, 3, 1);
  append_digital(net, "tanh", Tanh::make(net.output()));
  append_digital(net, "mean", AvgPool2d::make(net.output(), 2));
  add_linear(net, "out", 33);
  return net;
}

// A block with its input added, and one that halves the map and doubles the channels.
Network residual_network() {
  Network net;
  net.name = "residual";
  net.input = {8, 10, 3};
  const auto conv = [&](const char* name, std::uint32_t channels, std::uint32_t stride, Padding pad,
                        std::size_t input) {
    append_product(net, name,
                   with_weights(make_conv2d(shape_of(net, input), channels, 3, stride, pad), name),
                   input);
  };
  const auto relu = [&](const char* name) { append_digital(net, name, Relu::make(net.output())); };
  conv("conv0", 8, 1, Padding::all(1), 0);
  relu("relu0");
  conv("conv1", 8, 1, Padding::all(1), 2);
  append_add(net, "add1", 2);
  relu("relu1");  // tensor 5
  append_digital(net, "shortcut2", ShortcutA::make(net.output()));
  conv("conv2", 16, 2, {0, 0, 1, 1}, 5);
  append_add(net, "add2", 6);
  relu("relu2");
  append_digital(net, "mean", GlobalAvgPool::make(net.output()));
  add_linear(net, "out", 10);
  return net;
}

// A rectangular kernel, as for frames of speech; padded differently on every side.
Network speech_network() {
  Network net;
  net.name = "speech";
  net.input = {13, 6, 2};
  append_product(net, "conv",
                 with_weights(make_conv2d(net.input, 12, {5, 2}, 2, {2, 1, 3, 0}), "conv"));
  append_digital(net, "relu", Relu::make(net.output()));
  add_linear(net, "out", 12);
  return net;
}

RecurrentLayer with_all_weights(RecurrentLayer layer, const std::string& name) {
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    layer.products[p] =
        with_weights(std::move(layer.products[p]), name + "/" + product_name(layer, p));
    if (!has_bias(layer, p)) layer.products[p].bias.assign(layer.products[p].bias.size(), 0.0f);
  }
  for (std::size_t i = 0; i < layer.parameters.size(); ++i) {
    layer.parameters[i] = normal_at(name + "/peepholes", static_cast<std::uint32_t>(i));
  }
  return layer;
}

// Recurrent layers of every kind, and a classifier of every second step's outputs.
Network recurrent_network() {
  Network net;
  net.name = "recurrent";
  net.input = {5, 3, 4};
  append_recurrent(net, "plain", with_all_weights(make_lstm(net.output(), 18), "plain"));
  append_recurrent(net, "full", with_all_weights(make_lstm(net.output(), 21, 13, true), "full"));
  append_recurrent(net, "gru", with_all_weights(make_gru(net.output(), 15), "gru"));
  append_digital(net, "steps", TakeSteps::make(net.output(), 0, 2, 3));
  add_linear(net, "out", 10);
  return net;
}

// Small tiles, and reads that differ from MVM to MVM in every way.
Hardware row_by_row_hardware() {
  Hardware hardware = Hardware::standard();
  hardware["mapping"].values.set("tile_inputs", 20);
  hardware["input_noise"].enabled = true;
  hardware["rtn_telegraph"].enabled = true;
  hardware["input_management"].enabled = true;
  hardware["bound_management"].enabled = true;
  hardware["adc"].values.set("bound", 2.0);
  return hardware;
}

Network lenet_network() {
  Network net;
  net.name = "lenet";
  net.input = {28, 28, 1};
  const auto relu = [&](const char* name) { append_digital(net, name, Relu::make(net.output())); };
  const auto pool = [&](const char* name) {
    append_digital(net, name, MaxPool2d::make(net.output(), 2));
  };
  add_conv(net, "conv1", 16, 5, 0);
  relu("relu1");
  pool("pool1");
  add_conv(net, "conv2", 32, 5, 0);
  relu("relu2");
  pool("pool2");
  add_linear(net, "fc1", 128);
  relu("relu3");
  add_linear(net, "fc2", 10);
  return net;
}

Hardware split_hardware() {
  Hardware hardware = Hardware::standard();
  hardware["mapping"].values.set("tile_inputs", 128);
  return hardware;
}

Hardware unusual_hardware() {
  Hardware hardware = split_hardware();
  hardware["mapping"].values.set("g_min_uS", 1.0);
  hardware["mapping"].values.set("g_max_uS", 20.0);
  hardware["mapping"].values.set("column_scaling", 0);
  hardware["input_range"].values.set("quantile", 0.98);
  hardware["drift_compensation"].values.set("readout", 1);
  hardware["pcm_programming_noise"].values.set("scale", 1.5);
  hardware["pcm_drift"].values.set("scale", 0.7);
  hardware["pcm_accumulated_noise"].values.set("scale", 1.3);
  hardware["dac"].values.set("steps", 126);
  hardware["adc"].values.set("steps", 510);
  hardware["adc"].values.set("bound", 2.0);  // some outputs saturate
  hardware["ir_drop"].values.set("scale", 3.0);
  hardware["output_noise"].values.set("sigma", 0.06);
  return hardware;
}

// Nothing is rounded after the column, and what a converter would hide is strong.
Hardware unconverted_hardware() {
  Hardware hardware = Hardware::standard();
  hardware["adc"].enabled = false;
  hardware["ir_drop"].values.set("g_device_uS", 100.0);
  hardware["ir_drop"].values.set("scale", 2.0);
  hardware["pcm_read_noise"].values.set("sigma", 0.2);
  return hardware;
}

// The converter's full scale by the method of that index, on small tiles.
Hardware ranged_hardware(double method) {
  Hardware hardware = Hardware::standard();
  hardware["mapping"].values.set("tile_inputs", 24);
  hardware["input_range"].values.set("method", method);
  hardware["input_range"].values.set("std_factor", 2.5);
  hardware["input_range"].values.set("range", 0.6);
  return hardware;
}

void add_input_range_cases(std::vector<Case>& cases) {
  double method = 1;  // 0, quantile, is the method of all other cases
  for (const char* name : {"max", "std", "average_abs_max", "constant"}) {
    cases.push_back(make_case(fmt::format("range_{}", name), small_network(),
                              ranged_hardware(method++), 4, 3600.0, 6));
  }
}

}  // namespace

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  cases.push_back(make_case("tile", one_tile_network(), Hardware::standard(), 2, 3600.0, 40));
  cases.push_back(make_case("split", split_network(), split_hardware(), 5, 1.0, 8));
  cases.push_back(
      make_case("noisy_readout", split_network(), unusual_hardware(), 0, 31536000.0, 8));
  cases.push_back(make_case("ideal", split_network(), Hardware(), 1, 3600.0, 4));
  cases.push_back(make_case("no_adc", one_tile_network(), unconverted_hardware(), 7, 1.0, 40));
  cases.push_back(make_case("lenet", lenet_network(), Hardware::standard(), 3, 86400.0, 8, true));
  cases.push_back(make_case("residual", residual_network(), split_hardware(), 6, 3600.0, 8));
  cases.push_back(make_case("speech", speech_network(), split_hardware(), 8, 3600.0, 8));
  cases.push_back(make_case("recurrent", recurrent_network(), Hardware::standard(), 8, 3600.0, 6));
  cases.push_back(make_case("recurrent_split", recurrent_network(), ranged_hardware(1), 9, 1.0, 6));
  cases.push_back(
      make_case("recurrent_rows", recurrent_network(), row_by_row_hardware(), 10, 3600.0, 4));
  add_digital_cases(cases);
  add_input_range_cases(cases);
  add_kind_cases(cases);
  return cases;
}

}  // namespace imcbench::oracle
