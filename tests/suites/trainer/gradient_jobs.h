// SPDX-License-Identifier: Apache-2.0
// Small trainings that between them need every part of a gradient: batch normalization, dropout,
// label smoothing, states that go on, hardware with and without draws of its own, devices that
// fluctuate, a teacher. Two
// backends compute them and must agree in every bit.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "datasets/glyphs.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/hardware_aware/hardware_aware.h"
#include "suites/trainer/gradient_sum.h"
#include "suites/trainer/samples.h"
#include "tests/layers/layer_cases.h"
#include "tests/layers/reference_network.h"
#include "tests/suites/optimizations/hardware_aware/support.h"

namespace imcbench::test {

inline bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

struct JobCase {
  std::string name;
  Network network;
  std::shared_ptr<TrainingSamples> samples;
  HardwareAwarePlan plan{};
  float label_smoothing = 0.0f;
  // More than two slices, the last one shorter; of streams, as many as there are.
  std::uint32_t batch = 40;
};
inline void PrintTo(const JobCase& c, std::ostream* out) { *out << c.name; }

// conv, batch_norm, relu, dropout, conv, batch_norm, sum, linear.
inline Network image_network() {
  Network net;
  net.input = {28, 28, 1};
  append_product(net, "conv1", make_conv2d(net.output(), 6, 5, 3, 1));
  append_batch_norm(net, "norm1");
  append_digital(net, "relu1", Relu::make(net.output()));
  append_dropout(net, "dropout1", 0.25f);
  const std::size_t shortcut = net.layers.size();
  append_product(net, "conv2", make_conv2d(net.output(), 6, 3, 1, 1));
  append_batch_norm(net, "norm2");
  append_add(net, "add", shortcut);
  append_product(net, "fc", make_linear(net.output(), 10));
  net.classes = 10;
  initialize_weights(net, {}, 3);
  return net;
}

// The same without the layers that a model from a file does not have.
inline Network plain_image_network() {
  Network net;
  net.input = {28, 28, 1};
  append_product(net, "conv1", make_conv2d(net.output(), 6, 5, 3, 1));
  append_digital(net, "tanh1", Tanh::make(net.output()));
  append_product(net, "fc", make_linear(net.output(), 10));
  net.classes = 10;
  initialize_weights(net, {}, 3);
  return net;
}

inline Network word_network(std::uint32_t steps, RecurrentLayer (*make)(Shape in), bool drops) {
  Network net;
  net.input = {steps, 1, 1};
  append_digital(net, "words", Embedding::make(net.output(), {7, 5}));
  append_recurrent(net, "first", make(net.output()));
  if (drops) append_dropout(net, "dropout", 0.1f);
  append_recurrent(net, "second", make_lstm(net.output(), 9, 4, true));
  append_product(net, "scores", make_conv2d(net.output(), 7, 1, 1, 0));
  net.classes = 7;
  initialize_weights(net, {Init::uniform, 0.5f, 1.0f}, 2);
  return net;
}

inline HardwareAwarePlan hardware_plan(Hardware hardware) {
  HardwareAwarePlan plan;
  plan.hardware = std::move(hardware);
  add(plan, "weight_noise", "scale = 2, ramp_epochs = 1");
  add(plan, "drop_connect");
  add(plan, "input_range", "init_batches = 1, rate = 0.01");
  add(plan, "column_scale");
  add(plan, "analog_forward");
  add(plan, "distillation");
  return plan;
}

inline Hardware two_tiles(double inputs) {
  Hardware hardware = Hardware::standard();
  hardware["mapping"].values.set("tile_inputs", inputs);
  return hardware;
}

// Every input of every read is drawn: no two MVMs share their inputs.
inline Hardware noisy_inputs() {
  Hardware hardware = two_tiles(30.0);
  hardware["input_noise"].enabled = true;
  hardware["input_noise"].values.set("sigma", 0.05);
  return hardware;
}

// Devices in fresh states at every read.
inline HardwareAwarePlan fluctuating_plan() {
  HardwareAwarePlan plan;
  plan.hardware["rtn_moments"].enabled = true;
  plan.hardware["mapping"].values.set("g_min_uS", 0.0);
  plan.hardware["mapping"].values.set("tile_inputs", 512.0);
  plan.hardware["rtn_moments"].values.set_from_text("cells = single", "test");
  add(plan, "device_states", "redrawn = read");
  add(plan, "energy_regularization", "scope = channel, lambda = 0.1");
  add(plan, "input_range", "init_batches = 1, rate = 0.01");
  add(plan, "column_scale");
  return plan;
}

// Owned for good: samples keep references.
struct Inputs {
  Dataset glyphs = make_glyphs("train", 90);
  std::vector<std::uint32_t> all;
  std::vector<std::uint16_t> text;
  Inputs() {
    for (std::uint32_t i = 0; i < glyphs.count; ++i) all.push_back(i);
    for (std::uint32_t i = 0; i < 900; ++i) text.push_back(static_cast<std::uint16_t>(i * i % 11 % 7));
  }
};
inline const Inputs& inputs_of_jobs() {
  static const Inputs inputs;
  return inputs;
}

inline RecurrentLayer small_gru(Shape in) { return make_gru(in, 6); }
inline RecurrentLayer small_lstm(Shape in) { return make_lstm(in, 6); }

inline std::vector<JobCase> job_cases() {
  const Inputs& inputs = inputs_of_jobs();
  static const Network image = image_network(), plain = plain_image_network();
  static const Network lstm = word_network(5, small_lstm, true);
  static const Network gru = word_network(5, small_gru, true);
  static const Network plain_lstm = word_network(5, small_lstm, false);
  static const Network plain_gru = word_network(5, small_gru, false);
  static const Network decoder = [] {
    Network net = decoder_network().network;
    initialize_weights(net, {}, 4);
    return net;
  }();
  const auto images = [&](const Network& net) {
    return std::shared_ptr(samples_of(net, inputs.glyphs, inputs.all, {1, true, 8}, 5));
  };
  const auto streams = [&](const Network& net, std::uint32_t count) {
    return std::shared_ptr(streams_of(net, inputs.text, 5, count, 4, "x.toml"));
  };
  const auto windows = [&](const Network& net, std::uint32_t predictions) {
    return std::shared_ptr(windows_of(net, inputs.text, predictions, 4, "x.toml"));
  };
  std::vector<JobCase> cases;
  cases.push_back({"images", image, images(image), {}, 0.1f});
  cases.push_back({"images_of_one_slice", image, images(image), {}, 0.0f, 9});
  cases.push_back({"images_on_hardware", plain, images(plain), hardware_plan(two_tiles(20.0))});
  cases.push_back({"images_with_noisy_inputs", plain, images(plain), hardware_plan(noisy_inputs())});
  HardwareAwarePlan ranges;
  add(ranges, "input_range", "init_batches = 1, rate = 0.01");
  cases.push_back({"images_with_ranges", plain, images(plain), ranges});
  cases.push_back({"lstm_streams", lstm, streams(lstm, 20), {}, 0.0f, 20});
  cases.push_back({"gru_streams", gru, streams(gru, 33), {}, 0.0f, 33});
  cases.push_back({"lstm_on_hardware", plain_lstm, windows(plain_lstm, 2), hardware_plan(two_tiles(8.0))});
  cases.push_back({"gru_with_noisy_inputs", plain_gru, windows(plain_gru, 2),
                   hardware_plan(noisy_inputs())});
  cases.push_back({"images_on_fluctuating_devices", plain, images(plain), fluctuating_plan()});
  cases.push_back(
      {"lstm_on_fluctuating_devices", plain_lstm, windows(plain_lstm, 2), fluctuating_plan()});
  cases.push_back({"decoder", decoder, windows(decoder, 21), {}, 0.05f, 20});
  cases.push_back(
      {"decoder_on_hardware", decoder, windows(decoder, 3), hardware_plan(two_tiles(10.0)), 0.0f, 20});
  return cases;
}

inline void expect_same(const InputSums& a, const InputSums& b, const std::string& where) {
  EXPECT_EQ(a.count, b.count) << where;
  EXPECT_EQ(a.within, b.within) << where;
  EXPECT_EQ(a.sum, b.sum) << where;
  EXPECT_EQ(a.squares, b.squares) << where;
  EXPECT_EQ(a.range_gradient, b.range_gradient) << where;
  EXPECT_EQ(a.magnitudes, b.magnitudes) << where;
  EXPECT_EQ(a.largest, b.largest) << where;
  EXPECT_EQ(a.fluctuation.by_log_rho, b.fluctuation.by_log_rho) << where;
  EXPECT_EQ(a.fluctuation.by_log_scale, b.fluctuation.by_log_scale) << where;
}

// Some steps of a training, of which both backends compute every gradient.
inline void expect_same_gradients(const JobCase& c, const MakeGradient& make) {
  Network network = c.network;
  std::unique_ptr<HardwareAware> aware;
  if (!c.plan.empty()) {
    aware = std::make_unique<HardwareAware>(c.plan, network, 7, 1, active_isa());
  }
  GradientJob job{aware ? aware->used() : network, *c.samples, c.batch, c.label_smoothing, 7, 2,
                  active_isa()};
  if (aware) {
    job.options = {aware->hardware(), &c.network, c.plan.ingredients.get<Distillation>()};
  }
  GradientSum cpu(job);
  const std::unique_ptr<BatchGradient> other = make(job);
  const std::vector<std::uint32_t> order = c.samples->order(1);
  for (std::uint32_t step = 0; step < 3; ++step) {
    const std::string where = "step " + std::to_string(step);
    const std::size_t first = std::size_t{step} * c.batch;
    if (first >= order.size()) break;
    const auto batch =
        std::span(order).subspan(first, std::min<std::size_t>(c.batch, order.size() - first));
    const StepPoint at{step, 1.0 + step};
    if (aware) aware->begin_step(network, at);
    const BatchScore expected = cpu.compute(batch, 1, step), found = other->compute(batch, 1, step);
    EXPECT_EQ(expected.predictions, found.predictions);
    EXPECT_EQ(expected.correct, found.correct) << where;
    EXPECT_EQ(expected.not_finite, found.not_finite) << where;
    EXPECT_EQ(expected.loss_q24, found.loss_q24) << where;
    EXPECT_GT(expected.loss_q24, 0);
    Network of_cpu = network, of_other = network;
    cpu.update_statistics(of_cpu);
    other->update_statistics(of_other);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      if (network.layers[i].training() == nullptr) continue;
      const auto* norm = std::get_if<BatchNormLayer>(of_cpu.layers[i].training());
      if (norm == nullptr) continue;
      const auto& theirs = std::get<BatchNormLayer>(*of_other.layers[i].training());
      EXPECT_TRUE(same_bits(norm->mean, theirs.mean) && same_bits(norm->variance, theirs.variance));
    }
    const auto sums = cpu.input_sums(), other_sums = other->input_sums();
    ASSERT_EQ(sums.size(), other_sums.size());
    for (std::size_t p = 0; p < sums.size(); ++p) expect_same(sums[p], other_sums[p], where);
    EXPECT_TRUE(same_bits(cpu.states(), other->states())) << where;
    const std::span<float> gradient = cpu.fold();
    for (const ParameterSlot& slot : cpu.layout().slots) {
      EXPECT_TRUE(same_bits(gradient.subspan(slot.first, slot.count),
                            other->fold().subspan(slot.first, slot.count)))
          << where << ", " << network.layers[slot.layer].name << ", part "
          << static_cast<int>(slot.part) << " of product " << slot.product;
    }
    if (!aware) continue;
    std::vector<float> changed(gradient.begin(), gradient.end());
    aware->end_backward(changed, sums, network, at, 1.0);
    aware->end_step(network, at);
  }
}

}  // namespace imcbench::test
