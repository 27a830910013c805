// SPDX-License-Identifier: Apache-2.0
// An LSTM of 118 units on 49 steps of 10 features, as keyword spotting has it, 16 samples at a
// time.
#include "tests/performance/family.h"
#include "tests/performance/lenet.h"

namespace imcbench::performance {

namespace {

constexpr std::uint32_t kSamples = 64, kBatch = 16;

FamilyCase lstm_case() {
  FamilyCase lstm{{}, {}, kSamples, kBatch};
  Network& n = lstm.network;
  n.name = "lstm118";
  n.input = {49, 1, 10};
  n.classes = 12;
  append_recurrent(n, "lstm", make_lstm(n.output(), 118));
  append_digital(n, "last", TakeSteps::last(n.output()));
  append_product(n, "fc", make_linear(n.output(), 12));
  randomize(n, 0);
  lstm.x = make_inputs(n, kSamples);
  return lstm;
}

void lstm118_plain_fp32(benchmark::State& state) { plain_against_sgemm(state, lstm_case()); }
void lstm118_noisy_core(benchmark::State& state) {
  chip_against_plain(state, lstm_case(), core_hardware());
}
void lstm118_noisy_all(benchmark::State& state) {
  chip_against_plain(state, lstm_case(), Hardware::standard());
}

BENCHMARK(lstm118_plain_fp32)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(lstm118_noisy_core)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(lstm118_noisy_all)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace

}  // namespace imcbench::performance
