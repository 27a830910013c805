// SPDX-License-Identifier: Apache-2.0
#include <omp.h>

#include <algorithm>
#include <atomic>
#include <fstream>

#include "kernels/core/check.h"
#include "kernels/layers/score_kernels.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/evaluator.h"

namespace imcbench {

namespace {

class CpuEvaluator final : public Evaluator {
 public:
  CpuEvaluator(const AnalogNetwork& analog, const SampleSet& samples,
               const EvaluatorOptions& options)
      : analog_(analog), samples_(samples), options_(options) {
    IMC_EXPECT(options.threads > 0 && options.sample_batch > 0 && samples.count > 0);
    for (std::uint32_t t = 0; t < options.threads; ++t) {
      workers_.push_back(std::make_unique<ChipCpu>(analog, options.sample_batch));
    }
  }

  bool evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                const Progress& progress) override;
  std::string backend() const override { return "cpu"; }
  std::string device() const override { return cpu_description(); }
  std::size_t planned_bytes(std::uint32_t chips) const override {
    const std::size_t per_trial = 16 + (options_.keep_bits ? row_bytes() : 0);
    return options_.threads * ChipCpu::planned_bytes(analog_, options_.sample_batch) +
           chips * analog_.times_s.size() * per_trial;
  }

 private:
  std::size_t row_bytes() const { return (samples_.scored() + 7) / 8; }
  void score_sample(const float* outputs, std::uint32_t sample, std::size_t trial,
                    TrialCounts& out) const;
  void run_trial(ChipCpu& chip, std::size_t trial, TrialCounts& out) const;

  const AnalogNetwork& analog_;
  SampleSet samples_;
  EvaluatorOptions options_;
  std::vector<std::unique_ptr<ChipCpu>> workers_;
};

// outputs: [positions][classes] of one sample.
void CpuEvaluator::score_sample(const float* outputs, std::uint32_t sample, std::size_t trial,
                                TrialCounts& out) const {
  const Network& network = *analog_.network;
  const float* logits = outputs + first_scored(network, samples_.predictions);
  const ScoreKernels& kernels = score_kernels();
  for (std::uint32_t p = 0; p < samples_.predictions; ++p) {
    const std::size_t at = static_cast<std::size_t>(sample) * samples_.predictions + p;
    const Score result =
        kernels.score(logits + p * network.classes, network.classes, samples_.labels[at]);
    out.correct[trial] += result.correct;
    out.rejected[trial] += !result.finite;
    out.loss_q24[trial] += result.loss_q24;
    if (options_.keep_bits && result.correct) {
      out.correct_bits[trial * row_bytes() + at / 8] |= static_cast<std::uint8_t>(1u << (at % 8));
    }
  }
}

void CpuEvaluator::run_trial(ChipCpu& chip, std::size_t trial, TrialCounts& out) const {
  const Network& network = *analog_.network;
  const std::size_t features = network.input.size(), outputs = network.output().size();
  for (std::uint32_t first = 0; first < samples_.count; first += options_.sample_batch) {
    const std::uint32_t n = std::min(options_.sample_batch, samples_.count - first);
    const float* y = chip.forward(samples_.x.data() + first * features, n, first);
    for (std::uint32_t s = 0; s < n; ++s) score_sample(y + s * outputs, first + s, trial, out);
  }
}

bool CpuEvaluator::evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                            const Progress& progress) {
  const std::size_t times = analog_.times_s.size(), trials = chips.size() * times;
  out.correct.assign(trials, 0);
  out.rejected.assign(trials, 0);
  out.loss_q24.assign(trials, 0);
  out.correct_bits.assign(options_.keep_bits ? trials * row_bytes() : 0, 0);
  std::atomic<bool> go_on{true};
#pragma omp parallel for schedule(dynamic, 1) num_threads(static_cast<int>(options_.threads))
  for (std::size_t trial = 0; trial < trials; ++trial) {
    if (!go_on) continue;
    ChipCpu& chip = *workers_[static_cast<std::size_t>(omp_get_thread_num())];
    chip.program(chips[trial / times], trial % times);
    run_trial(chip, trial, out);
    if (!progress) continue;
#pragma omp critical(imcbench_progress)
    if (!progress()) go_on = false;
  }
  return go_on;
}

}  // namespace

std::unique_ptr<Evaluator> make_cpu_evaluator(const AnalogNetwork& analog, const SampleSet& samples,
                                              const EvaluatorOptions& options) {
  return std::make_unique<CpuEvaluator>(analog, samples, options);
}

std::string cpu_description() {
  std::ifstream info("/proc/cpuinfo");
  std::string line, model = "unknown processor";
  while (std::getline(info, line)) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) {
      model = line.substr(colon + 2);
      break;
    }
  }
  return fmt::format("{} ({})", model, name_of(active_isa()));
}

}  // namespace imcbench
