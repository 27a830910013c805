// SPDX-License-Identifier: Apache-2.0
// LeNet, 256 samples per chip: plain floating point against the sgemm peak, noisy chips against the
// plain pass, programming against noisy passes, two threads against one.
#include <cmath>

#include "kernels/core/random.h"
#include "kernels/network/calibration.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/digital_forward.h"
#include "kernels/network/evaluator.h"
#include "tests/performance/family.h"
#include "tests/performance/lenet.h"
#include "tests/performance/paired.h"
#include "tests/performance/sgemm_peak.h"

namespace imcbench::performance {

Network make_lenet() {
  Network n;
  n.name = "lenet";
  n.input = {28, 28, 1};
  n.classes = 10;
  append_product(n, "conv1", make_conv2d(n.output(), 16, 5, 1, 0));
  append_digital(n, "relu1", Relu::make(n.output()));
  append_digital(n, "pool1", MaxPool2d::make(n.output(), 2));
  append_product(n, "conv2", make_conv2d(n.output(), 32, 5, 1, 0));
  append_digital(n, "relu2", Relu::make(n.output()));
  append_digital(n, "pool2", MaxPool2d::make(n.output(), 2));
  append_product(n, "fc1", make_linear(n.output(), 128));
  append_digital(n, "relu3", Relu::make(n.output()));
  append_product(n, "fc2", make_linear(n.output(), 10));
  for (std::size_t i = 0; i < n.layers.size(); ++i) {
    ProductLayer* layer = n.layers[i].product();
    if (layer == nullptr) continue;
    const float sigma = std::sqrt(2.0f / static_cast<float>(layer->geometry.inputs));
    for (std::uint32_t k = 0; k < layer->geometry.inputs; ++k) {
      for (std::uint32_t o = 0; o < layer->geometry.outputs; ++o) {
        const std::uint32_t element = k * layer->geometry.outputs + o;
        layer->weight[k * layer->ld() + o] =
            sigma * normal_of(draw_word({{9, static_cast<std::uint32_t>(i)}}, element));
      }
    }
  }
  return n;
}

std::vector<float> make_inputs(const Network& network, std::uint32_t count) {
  std::vector<float> x(count * network.input.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = uniform_of(draw_word({{8, 8}}, static_cast<std::uint32_t>(i)));
  }
  return x;
}

double product_flops(const Network& network) {
  return 2.0 * static_cast<double>(coverage(network).macs);
}

namespace {

constexpr std::uint32_t kSamples = 256, kBatch = 16;
constexpr double kTimes[] = {3600.0};

struct LenetCase {
  Network network = make_lenet();
  std::vector<float> x = make_inputs(network, kSamples);
  AnalogNetwork analog;

  explicit LenetCase(const Hardware& hardware)
      : analog(build_analog_network(network, hardware,
                                    calibrate_input_ranges(network, hardware, x.data(), 32), kTimes,
                                    1)) {}
};

template <class Forward>
void all_samples(const LenetCase& lenet, Forward forward) {
  for (std::uint32_t s = 0; s < kSamples; s += kBatch) {
    forward(lenet.x.data() + static_cast<std::size_t>(s) * lenet.network.input.size(), s);
  }
}

void lenet_plain_fp32(benchmark::State& state) {
  const LenetCase lenet(core_hardware());
  DigitalForward plain(lenet.network, kBatch);
  SgemmPeak peak(2048);
  const double seconds = run_paired(
      state, "time_vs_sgemm2048",
      [&] { all_samples(lenet, [&](const float* x, std::uint32_t) { plain.run(x, kBatch); }); },
      [&] { peak.run(); });
  const double flops = kSamples * product_flops(lenet.network);
  state.counters["GFLOPs"] = flops / seconds * 1e-9;
  state.counters["share_of_sgemm_peak"] =
      flops / peak.flops() / state.counters["time_vs_sgemm2048"];
}

void lenet_noisy(benchmark::State& state, const Hardware& hardware) {
  const LenetCase lenet(hardware);
  DigitalForward plain(lenet.network, kBatch);
  ChipCpu chip(lenet.analog, kBatch);
  chip.program(0, 0);
  const double seconds = run_paired(
      state, "ratio_to_plain",
      [&] {
        all_samples(lenet,
                    [&](const float* x, std::uint32_t first) { chip.forward(x, kBatch, first); });
      },
      [&] { all_samples(lenet, [&](const float* x, std::uint32_t) { plain.run(x, kBatch); }); });
  state.counters["us_per_sample"] = seconds / kSamples * 1e6;
}

// Where the time goes: the tile pipeline with nothing on but the weights, then stage by stage.
void lenet_weights_only(benchmark::State& state) {
  lenet_noisy(state, standard_without({"ir_drop", "pcm_read_noise", "output_noise", "adc", "dac"}));
}
void lenet_converters(benchmark::State& state) {
  lenet_noisy(state, standard_without({"ir_drop", "pcm_read_noise", "output_noise"}));
}
void lenet_noisy_core(benchmark::State& state) { lenet_noisy(state, core_hardware()); }
void lenet_core_and_read_noise(benchmark::State& state) {
  lenet_noisy(state, standard_without({"ir_drop"}));
}
void lenet_core_and_ir_drop(benchmark::State& state) {
  lenet_noisy(state, standard_without({"pcm_read_noise"}));
}
void lenet_noisy_all(benchmark::State& state) { lenet_noisy(state, Hardware::standard()); }

void lenet_program_chip(benchmark::State& state) {
  const LenetCase lenet(Hardware::standard());
  ChipCpu chip(lenet.analog, kBatch);
  std::uint32_t next = 0;
  run_paired(
      state, "ratio_to_256_samples", [&] { chip.program(next++, 0); },
      [&] {
        all_samples(lenet,
                    [&](const float* x, std::uint32_t first) { chip.forward(x, kBatch, first); });
      });
  state.counters["forward_samples"] = kSamples * state.counters["ratio_to_256_samples"];
  state.counters["devices"] = static_cast<double>(lenet.analog.devices());
}

void lenet_two_threads(benchmark::State& state) {
  const LenetCase lenet(Hardware::standard());
  const std::vector<std::uint16_t> labels(kSamples, 0);
  const SampleSet samples{lenet.x, labels, kSamples};
  const std::vector<std::uint32_t> chips{0, 1, 2, 3, 4, 5, 6, 7};
  const auto one = make_cpu_evaluator(lenet.analog, samples, {1, kBatch, false});
  const auto two = make_cpu_evaluator(lenet.analog, samples, {2, kBatch, false});
  TrialCounts counts;
  run_paired(
      state, "time_vs_one_thread", [&] { two->evaluate(chips, counts, {}); },
      [&] { one->evaluate(chips, counts, {}); });
  state.counters["speedup"] = 1.0 / state.counters["time_vs_one_thread"];
}

BENCHMARK(lenet_plain_fp32)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(lenet_weights_only)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(lenet_converters)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(lenet_core_and_read_noise)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(lenet_core_and_ir_drop)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(lenet_noisy_core)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(lenet_noisy_all)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(lenet_program_chip)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(lenet_two_threads)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace

}  // namespace imcbench::performance
