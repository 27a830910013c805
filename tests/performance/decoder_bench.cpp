// SPDX-License-Identifier: Apache-2.0
// The decoder of suites/training/decoder-shakespeare.toml (5 blocks, width 128, 4 heads, 1.0
// million weights) on windows of 192 characters of which 128 are scored, 8 windows at a time.
#include <cmath>

#include "suites/models/decoder.h"
#include "tests/performance/family.h"
#include "tests/performance/lenet.h"

namespace imcbench::performance {

namespace {

constexpr std::uint32_t kWindows = 16, kBatch = 8, kCharacters = 65;

FamilyCase decoder_case() {
  const ModelTask task{
      .input = {192, 1, 1}, .classes = kCharacters, .vocabulary = kCharacters, .predictions = 128};
  ParamValues params = ParamValues::defaults(kDecoderParams);
  params.set("blocks", 5.0);
  FamilyCase decoder{make_decoder(task, params), {}, kWindows, kBatch};
  randomize(decoder.network, 0);
  decoder.x = make_inputs(decoder.network, kWindows);  // uniform in 0 to 1
  for (float& value : decoder.x) value = std::floor(value * static_cast<float>(kCharacters));
  return decoder;
}

void decoder_plain_fp32(benchmark::State& state) { plain_against_sgemm(state, decoder_case()); }
void decoder_weights_only(benchmark::State& state) {
  const Hardware hardware =
      standard_without({"ir_drop", "pcm_read_noise", "output_noise", "adc", "dac"});
  chip_against_plain(state, decoder_case(), hardware);
}
void decoder_converters(benchmark::State& state) {
  const Hardware hardware = standard_without({"ir_drop", "pcm_read_noise", "output_noise"});
  chip_against_plain(state, decoder_case(), hardware);
}
void decoder_noisy_core(benchmark::State& state) {
  chip_against_plain(state, decoder_case(), core_hardware());
}
void decoder_noisy_all(benchmark::State& state) {
  chip_against_plain(state, decoder_case(), Hardware::standard());
}

BENCHMARK(decoder_plain_fp32)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(decoder_weights_only)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(decoder_converters)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(decoder_noisy_core)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(decoder_noisy_all)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace

}  // namespace imcbench::performance
