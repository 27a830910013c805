// SPDX-License-Identifier: Apache-2.0
// One epoch of the recipes of suites/training on random samples of the shape of their data, against the
// sgemm peak on as many threads (one): as the models were trained, and as their companions were.
#include <fmt/format.h>

#include "datasets/list.h"
#include "kernels/core/stream.h"
#include "suites/trainer/trainer.h"
#include "tests/performance/paired.h"
#include "tests/performance/sgemm_peak.h"

namespace imcbench::performance {

namespace {

constexpr int kPeakSize = 2048;

// Uniform pixels, numbers or tokens, and uniform labels.
Dataset random_data(const std::string& name, std::uint32_t count) {
  const DatasetRecord& record = find_dataset(name);
  Dataset data;
  data.name = name;
  data.count = count;
  data.height = record.height;
  data.width = record.width;
  data.channels = record.channels;
  data.classes = record.classes;
  data.predictions = record.predictions;
  const std::size_t values = count * data.sample_size();
  const auto below = [](std::uint32_t element, std::uint32_t range) {
    const std::uint32_t word = draw_word({stream_key(1, "performance/training")}, element);
    return static_cast<std::uint32_t>(std::uint64_t{word} * range >> 32);
  };
  for (std::uint32_t i = 0; i < values; ++i) {
    if (record.kind == DataKind::images) {
      data.pixels.push_back(static_cast<std::uint8_t>(below(i, 256)));
    } else {
      const std::uint32_t range = record.kind == DataKind::tokens ? record.vocabulary : 1000;
      data.values.push_back(static_cast<float>(below(i, range)));
    }
  }
  data.vocabulary.resize(record.vocabulary);
  for (std::uint32_t i = 0; i < count * data.predictions; ++i) {
    data.labels.push_back(static_cast<std::uint16_t>(below(i, data.classes)));
  }
  return data;
}

// The recipe, for one epoch of samples in any order and with nothing kept aside.
TrainingPlan one_epoch(const std::string& recipe) {
  TrainingPlan plan = parse_training(fmt::format("{}/{}.toml", IMCBENCH_TEST_TRAINING, recipe));
  plan.epochs = 1;
  plan.order = SampleOrder::samples;
  plan.validation = 0;
  plan.validation_split.clear();
  plan.keep = Keep::last;
  plan.schedule = Constant::kind;
  plan.schedule_values = ParamValues::defaults(Constant::params);
  return plan;
}

void training_against_sgemm(benchmark::State& state, const std::string& recipe,
                            std::uint32_t samples) {
  const TrainingPlan plan = one_epoch(recipe);
  const Dataset data = random_data(plan.dataset, samples);
  SgemmPeak peak(kPeakSize);
  std::vector<double> gflops;
  const double epoch_s = run_paired(
      state, "time_vs_sgemm2048", [&] { gflops.push_back(train(plan, data, 1).last.gflops); },
      [&] { peak.run(); });
  const double peak_s = epoch_s / state.counters["time_vs_sgemm2048"];
  state.counters["GFLOPs"] = median(gflops);
  state.counters["share_of_sgemm_peak"] = median(gflops) * 1e9 * peak_s / peak.flops();
}

void training_resnet20(benchmark::State& state) {
  training_against_sgemm(state, "resnet20-cifar10", 256);
}
void training_resnet20_hwa(benchmark::State& state) {
  training_against_sgemm(state, "resnet20-cifar10-hwa", 256);
}
void training_lstm(benchmark::State& state) { training_against_sgemm(state, "lstm-digits", 512); }
void training_lstm_hwa(benchmark::State& state) {
  training_against_sgemm(state, "lstm-digits-hwa", 512);
}
void training_decoder(benchmark::State& state) {
  training_against_sgemm(state, "decoder-shakespeare", 64);
}
void training_decoder_hwa(benchmark::State& state) {
  training_against_sgemm(state, "decoder-shakespeare-hwa", 64);
}

BENCHMARK(training_resnet20)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(training_resnet20_hwa)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(training_lstm)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(training_lstm_hwa)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(training_decoder)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK(training_decoder_hwa)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace

}  // namespace imcbench::performance
