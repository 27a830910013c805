// SPDX-License-Identifier: Apache-2.0
// An LSTM of 118 units on 49 steps of 10 features, as keyword spotting has it, 16 samples at a
// time: chips against the plain pass.
#include <cmath>

#include "kernels/core/random.h"
#include "kernels/network/calibration.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/digital_forward.h"
#include "tests/performance/lenet.h"
#include "tests/performance/paired.h"

namespace imcbench::performance {

namespace {

constexpr std::uint32_t kSamples = 64, kBatch = 16;
constexpr double kTimes[] = {3600.0};

Network make_keyword_lstm() {
  Network n;
  n.name = "lstm118";
  n.input = {49, 1, 10};
  n.classes = 12;
  append_recurrent(n, "lstm", make_lstm(n.output(), 118));
  append_digital(n, "last", TakeSteps::last(n.output()));
  append_product(n, "fc", make_linear(n.output(), 12));
  std::uint32_t stream = 0;
  for (Layer& layer : n.layers) {
    for (ProductLayer& product : layer.products()) {
      const ProductGeometry& g = product.geometry;
      const float sigma = 1.0f / std::sqrt(static_cast<float>(g.inputs));
      for (std::uint32_t k = 0; k < g.inputs; ++k) {
        for (std::uint32_t o = 0; o < g.outputs; ++o) {
          product.weight[k * product.ld() + o] =
              sigma * normal_of(draw_word({{10, stream}}, k * g.outputs + o));
        }
      }
      ++stream;
    }
  }
  return n;
}

void lstm118(benchmark::State& state, const Hardware& hardware) {
  const Network network = make_keyword_lstm();
  const std::vector<float> x = make_inputs(network, kSamples);
  const auto ranges = calibrate_input_ranges(network, hardware, x.data(), 16);
  const AnalogNetwork analog = build_analog_network(network, hardware, ranges, kTimes, 1);
  DigitalForward plain(network, kBatch);
  ChipCpu chip(analog, kBatch);
  chip.program(0, 0);
  const auto all_samples = [&](auto forward) {
    for (std::uint32_t s = 0; s < kSamples; s += kBatch) {
      forward(x.data() + s * network.input.size(), s);
    }
  };
  const double seconds = run_paired(
      state, "ratio_to_plain",
      [&] {
        all_samples(
            [&](const float* from, std::uint32_t first) { chip.forward(from, kBatch, first); });
      },
      [&] { all_samples([&](const float* from, std::uint32_t) { plain.run(from, kBatch); }); });
  state.counters["us_per_sample"] = seconds / kSamples * 1e6;
  state.counters["plain_GFLOPs"] =
      product_flops(network) * kSamples / seconds * 1e-9 * state.counters["ratio_to_plain"];
}

void lstm118_noisy_core(benchmark::State& state) {
  Hardware hardware = Hardware::standard();
  for (const char* stage : {"ir_drop", "pcm_read_noise"}) hardware[stage].enabled = false;
  lstm118(state, hardware);
}
void lstm118_noisy_all(benchmark::State& state) { lstm118(state, Hardware::standard()); }

BENCHMARK(lstm118_noisy_core)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(lstm118_noisy_all)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace

}  // namespace imcbench::performance
