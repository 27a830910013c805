// SPDX-License-Identifier: Apache-2.0
// Small networks and chip settings on which the GPU pipeline must equal the CPU backend bit for
// bit. Used with HostExecutor (network/gpu_functors_test.cpp) and on devices (cuda/).
#pragma once

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "kernels/core/random.h"
#include "kernels/core/stream.h"
#include "kernels/network/calibration.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/evaluator.h"

namespace imcbench::test {

// Uniform on (-1, 1), addressed by a name.
inline std::vector<float> noise(const std::string& name, std::size_t count) {
  const DrawAddress address{stream_key(1, name)};
  std::vector<float> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = 2.0f * uniform_of(draw_word(address, static_cast<std::uint32_t>(i))) - 1.0f;
  }
  return out;
}

inline ProductLayer with_noise(ProductLayer layer, const std::string& name) {
  const std::vector<float> w = noise(name, layer.weight.size());
  const std::uint32_t n = layer.geometry.outputs;
  for (std::uint32_t k = 0; k < layer.geometry.inputs; ++k) {
    for (std::uint32_t i = 0; i < n; ++i) {
      layer.weight[k * layer.ld() + i] = 0.5f * w[k * layer.ld() + i];
    }
  }
  layer.bias = noise(name + "/bias", n);
  return layer;
}

// The shape of LeNet, small, with awkward sizes: 11 x 13 pixels, 6, 17, 70 and 10 outputs.
inline Network small_lenet() {
  Network n;
  n.name = "small_lenet";
  n.input = {11, 13, 1};
  n.classes = 10;
  append_product(n, "conv1", with_noise(make_conv2d(n.output(), 6, 5, 1, 2), "conv1"));
  append_digital(n, "tanh1", Tanh::make(n.output()));
  append_digital(n, "pool1", MaxPool2d::make(n.output(), 2));
  append_product(n, "conv2", with_noise(make_conv2d(n.output(), 17, 3, 2, 1), "conv2"));
  append_digital(n, "relu2", Relu::make(n.output()));
  append_product(n, "fc1", with_noise(make_linear(n.output(), 70), "fc1"));
  append_digital(n, "tanh3", Tanh::make(n.output()));
  append_product(n, "fc2", with_noise(make_linear(n.output(), 10), "fc2"));
  return n;
}

// A digital layer before the first product: its output, too, is shared by all chips.
inline Network pooled_first() {
  Network n;
  n.name = "pooled_first";
  n.input = {9, 8, 3};
  n.classes = 5;
  append_digital(n, "pool", AvgPool2d::make(n.output(), 2));
  append_digital(n, "relu", Relu::make(n.output()));
  append_product(n, "conv", with_noise(make_conv2d(n.output(), 33, 3, 1, 1), "conv"));
  append_digital(n, "tanh", Tanh::make(n.output()));
  append_product(n, "fc", with_noise(make_linear(n.output(), 5), "fc"));
  return n;
}

// Residual blocks: a sum of two maps of every chip, one of a map of every chip and one that all
// chips share, one of two shared maps; a shortcut; padding that differs from side to side.
inline Network small_resnet() {
  Network n;
  n.name = "small_resnet";
  n.input = {9, 10, 4};
  n.classes = 6;
  append_digital(n, "relu0", Relu::make(n.output()));
  append_add(n, "shared_sum", 0);  // tensor 2
  append_product(n, "conv1", with_noise(make_conv2d(n.output(), 4, 3, 1, 1), "conv1"));
  append_add(n, "add1", 2);
  append_digital(n, "tanh1", Tanh::make(n.output()));  // tensor 5
  append_product(n, "conv2",
                 with_noise(make_conv2d(n.output(), 8, 3, 2, Padding{1, 0, 1, 2}), "conv2"));
  append_digital(n, "shortcut2", ShortcutA::make(shape_of(n, 5)), 5);
  append_add(n, "add2", 6);
  append_digital(n, "mean", GlobalAvgPool::make(n.output()));
  append_product(n, "fc", with_noise(make_linear(n.output(), 6), "fc"));
  return n;
}

inline RecurrentLayer with_noise(RecurrentLayer layer, const std::string& name) {
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    const std::vector<float> bias = layer.products[p].bias;
    layer.products[p] =
        with_noise(std::move(layer.products[p]), name + "/" + product_name(layer, p));
    if (!has_bias(layer, p)) layer.products[p].bias = bias;
  }
  layer.parameters = noise(name + "/peepholes", layer.parameters.size());
  return layer;
}

// Recurrent layers of every kind behind each other, the first on inputs that all chips share; sums
// of 68, 7, 44, 18 and 9 columns; a classifier of the last step.
inline Network small_recurrent() {
  Network n;
  n.name = "small_recurrent";
  n.input = {5, 2, 3};
  n.classes = 4;
  append_recurrent(n, "plain", with_noise(make_lstm(n.output(), 17), "plain"));
  append_recurrent(n, "full", with_noise(make_lstm(n.output(), 11, 7, true), "full"));
  append_recurrent(n, "gru", with_noise(make_gru(n.output(), 9), "gru"));
  append_digital(n, "last", TakeSteps::last(n.output()));
  append_product(n, "fc", with_noise(make_linear(n.output(), 4), "fc"));
  return n;
}

inline void append_position_product(Network& n, const std::string& name, std::uint32_t outputs) {
  append_product(n, name, with_noise(make_conv2d(n.output(), outputs, 1, 1, 0), name));
}

// x + f(x), f being an attention or a feed-forward part; normalized before or behind.
template <class Part>
void append_residual(Network& n, const std::string& name, bool norm_first, Part part) {
  const std::size_t before = n.layers.size();
  const auto norm = [&] { append_digital(n, name + "/norm", LayerNorm::make(n.output())); };
  if (norm_first) norm();
  part();
  append_add(n, name + "/add", before);
  if (!norm_first) norm();
}

// Tokens, positions and two blocks; scores of 11 classes at each of 19 positions.
inline Network small_transformer(bool norm_first, bool causal) {
  Network n;
  n.name = "small_transformer";
  n.input = {19, 1, 1};
  n.classes = 11;
  const std::uint32_t features = 12, vocabulary = 11;
  append_digital(n, "tokens", Embedding::make(n.output(), {vocabulary, features}),
                 noise("tokens", vocabulary * features));
  append_digital(n, "positions", PositionEmbedding::make(n.output()),
                 noise("positions", n.output().size()));
  for (const std::string block : {"0", "1"}) {
    append_residual(n, "a" + block, norm_first, [&] {
      append_position_product(n, "qkv" + block, 3 * features);
      append_digital(n, "attention" + block, Attention::make(n.output(), {2, causal, 0.0f}));
      append_position_product(n, "project" + block, features);
    });
    append_residual(n, "b" + block, norm_first, [&] {
      append_position_product(n, "up" + block, 20);
      append_digital(n, "gelu" + block, GeluTanh::make(n.output()));
      append_position_product(n, "down" + block, features);
    });
  }
  append_position_product(n, "scores", n.classes);
  return n;
}

// Attention on what all chips share, a class token, sigmoid.
inline Network shared_attention() {
  Network n;
  n.name = "shared_attention";
  n.input = {5, 2, 12};
  n.classes = 4;
  append_digital(n, "norm", LayerNorm::make(n.output()), noise("norm", 24));
  append_digital(n, "attention", Attention::make(n.output(), {2, 0, 0.6f}));
  append_digital(n, "class", ClassToken::make(n.output()), noise("class", 4));
  append_digital(n, "sigmoid", Sigmoid::make(n.output()));
  append_product(n, "fc", with_noise(make_linear(n.output(), 4), "fc"));
  return n;
}

// One convolution and one linear layer of `columns` outputs.
inline Network of_width(std::uint32_t columns) {
  Network n;
  n.name = "width" + std::to_string(columns);
  n.input = {7, 6, 2};
  n.classes = columns;
  append_product(n, "conv", with_noise(make_conv2d(n.output(), columns, 3, 1, 1), "conv"));
  append_digital(n, "pool", MaxPool2d::make(n.output(), 3));
  append_product(n, "fc", with_noise(make_linear(n.output(), columns), "fc"));
  return n;
}

struct Setting {
  std::string name;
  Hardware hardware;
};
inline void PrintTo(const Setting& setting, std::ostream* out) { *out << setting.name; }

// Everything on; everything off; each of them alone; every one but one; other parameters.
inline std::vector<Setting> settings() {
  std::vector<Setting> all;
  const auto with_tiles = [](Hardware hardware) {
    hardware["mapping"].values.set("tile_inputs", 20);
    return hardware;
  };
  all.push_back({"off", with_tiles(Hardware())});
  all.push_back({"standard", with_tiles(Hardware::standard())});
  const Hardware off;
  for (const StageSetting& stage : off.settings()) {
    if (stage.record->always_on) continue;
    const std::string name = stage.record->info->name;
    all.push_back({"only_" + name, with_tiles(Hardware())});
    all.back().hardware[name].enabled = true;
    fit_mapping(all.back().hardware, name);
    all.back().hardware["adc"].enabled |= name == "bound_management";
    if (Hardware::standard()[name].enabled) {
      all.push_back({"without_" + name, with_tiles(Hardware::standard())});
      all.back().hardware[name].enabled = false;
    }
    for (std::size_t i = 0; i < stage.record->cases.size(); ++i) {
      all.push_back({name + "_case" + std::to_string(i), with_tiles(Hardware::standard())});
      all.back().hardware[name].enabled = true;
      fit_mapping(all.back().hardware, name);
      all.back().hardware[name].values.set_from_text(stage.record->cases[i], name);
    }
  }
  all.push_back({"column_compensation", with_tiles(Hardware::standard())});
  all.back().hardware["drift_compensation"].values.set("scope", 1);
  all.push_back({"noisy_readout", with_tiles(Hardware::standard())});
  all.back().hardware["drift_compensation"].values.set("readout", 1);
  all.push_back({"noisy_readout_only", with_tiles(Hardware())});
  all.back().hardware["drift_compensation"].enabled = true;
  all.back().hardware["drift_compensation"].values.set("readout", 1);
  // So strong, and unrounded, that the last bit of every product shows.
  all.push_back({"strong_reads", with_tiles(Hardware::standard())});
  all.back().hardware["adc"].enabled = all.back().hardware["dac"].enabled = false;
  all.back().hardware["ir_drop"].values.set("r_wire_ohm", 100);
  all.back().hardware["ir_drop"].values.set("g_device_uS", 500);
  all.back().hardware["pcm_read_noise"].values.set("sigma", 1);
  all.push_back({"other_parameters", with_tiles(Hardware::standard())});
  all.back().hardware["mapping"].values.set("column_scaling", 0);
  all.back().hardware["mapping"].values.set("g_min_uS", 0.5);
  all.back().hardware["mapping"].values.set("tile_inputs", 4096);
  all.back().hardware["adc"].values.set("steps", 30);
  all.back().hardware["dac"].values.set("steps", 14);
  all.back().hardware["output_noise"].values.set("sigma", 0.5);
  for (Setting& setting : all) setting.hardware.use_example_tables();
  return all;
}

inline Hardware standard_hardware(std::uint32_t tile_inputs) {
  Hardware hardware = Hardware::standard();
  hardware["mapping"].values.set("tile_inputs", tile_inputs);
  return hardware;
}

// A network with samples, on chips: what an evaluator is given. Neither moves nor copies.
struct Case {
  Case(Network n, const Hardware& hardware, std::uint32_t sample_count,
       std::vector<double> times_s = {0.0, 3600.0, 1.7e5}, std::uint32_t predictions = 1)
      : network(std::move(n)), x(noise("x", sample_count * network.input.size())) {
    for (std::uint32_t i = 0; i < sample_count * predictions; ++i) {
      labels.push_back(static_cast<std::uint16_t>(i * 7 % network.classes));
    }
    make_tokens();
    samples = {x, labels, sample_count, predictions};
    const std::vector<float> ranges =
        calibrate_input_ranges(network, hardware, x.data(), std::min(4u, sample_count));
    analog = build_analog_network(network, hardware, ranges, times_s, 42);
  }
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  // Inputs of a network that begins with an embedding are token numbers.
  void make_tokens() {
    const DigitalOp* op = network.layers.front().digital();
    const Embedding* embedding = op == nullptr ? nullptr : std::get_if<Embedding>(op);
    if (embedding == nullptr) return;
    const float half = 0.5f * static_cast<float>(embedding->settings.vocabulary);
    for (float& value : x) value = static_cast<float>(static_cast<int>(half * (value + 1.0f)));
  }

  Network network;
  std::vector<float> x;
  std::vector<std::uint16_t> labels;
  SampleSet samples{};
  AnalogNetwork analog;
};

inline TrialCounts cpu_counts(const Case& c, std::span<const std::uint32_t> chips,
                              bool keep_bits = true) {
  TrialCounts counts;
  EvaluatorOptions options;
  options.keep_bits = keep_bits;
  make_cpu_evaluator(c.analog, c.samples, options)->evaluate(chips, counts, {});
  return counts;
}

}  // namespace imcbench::test
