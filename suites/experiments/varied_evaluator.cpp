// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/varied_evaluator.h"

#include <algorithm>
#include <atomic>
#include <exception>

namespace imcbench {

namespace {

class VariedEvaluator final : public Evaluator {
 public:
  VariedEvaluator(const Suite& at, const Variation& variation, const Workload& workload,
                  std::vector<float> input_ranges, const BackendOptions& backend)
      : at_(at),
        variation_(variation),
        workload_(workload),
        input_ranges_(std::move(input_ranges)),
        backend_(backend),
        lanes_(backend.cuda ? 1 : backend.threads) {
    backend_.threads = 1;
    const AnalogNetwork nominal = map(at_.hardware);
    const auto evaluator = make_evaluator(nominal, workload_.sample_set(), at_.keep_bits, backend_);
    name_ = evaluator->backend();
    device_ = evaluator->device();
    bytes_per_chip_ = evaluator->planned_bytes(1);
    for (const AnalogTile& tile : nominal.tiles) {
      bytes_per_chip_ += tile.target.size() * sizeof(float);
    }
  }

  bool evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                const Progress& progress) override;
  std::string backend() const override { return name_; }
  std::string device() const override { return device_; }
  std::size_t planned_bytes(std::uint32_t chips) const override {
    return lanes_ * bytes_per_chip_ + chips * (16 * at_.times_s.size() + row_bytes());
  }

 private:
  std::size_t row_bytes() const {
    return at_.keep_bits ? at_.times_s.size() * ((workload_.count() + 7) / 8) : 0;
  }
  AnalogNetwork map(const Hardware& hardware) const {
    return build_analog_network(workload_.network, hardware, input_ranges_, at_.times_s, at_.seed);
  }
  bool run_chip(std::uint32_t chip, std::size_t row, TrialCounts& out,
                const Progress& progress) const;

  const Suite at_;
  const Variation variation_;
  const Workload& workload_;
  std::vector<float> input_ranges_;
  BackendOptions backend_;
  std::uint32_t lanes_;
  std::string name_, device_;
  std::size_t bytes_per_chip_ = 0;
};

bool VariedEvaluator::run_chip(std::uint32_t chip, std::size_t row, TrialCounts& out,
                               const Progress& progress) const {
  const AnalogNetwork analog =
      map(varied_hardware(at_, variation_, factor_values(variation_, at_.seed, chip)));
  const auto evaluator = make_evaluator(analog, workload_.sample_set(), at_.keep_bits, backend_);
  TrialCounts one;
  const std::span<const std::uint32_t> chips(&chip, 1);
  if (!evaluator->evaluate(chips, one, progress)) return false;
  const std::size_t times = at_.times_s.size();
  std::copy(one.correct.begin(), one.correct.end(), out.correct.begin() + row * times);
  std::copy(one.rejected.begin(), one.rejected.end(), out.rejected.begin() + row * times);
  std::copy(one.loss_q24.begin(), one.loss_q24.end(), out.loss_q24.begin() + row * times);
  std::copy(one.correct_bits.begin(), one.correct_bits.end(),
            out.correct_bits.begin() + row * row_bytes());
  return true;
}

bool VariedEvaluator::evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                               const Progress& progress) {
  const std::size_t trials = chips.size() * at_.times_s.size();
  out.correct.assign(trials, 0);
  out.rejected.assign(trials, 0);
  out.loss_q24.assign(trials, 0);
  out.correct_bits.assign(chips.size() * row_bytes(), 0);
  const Progress one_at_a_time = [&progress] {
    bool go_on = true;
#pragma omp critical(imcbench_varied_progress)
    if (progress) go_on = progress();
    return go_on;
  };
  std::atomic<bool> go_on{true};
  std::exception_ptr error;
#pragma omp parallel for schedule(dynamic, 1) num_threads(static_cast <int>(lanes_))
  for (std::size_t row = 0; row < chips.size(); ++row) {
    if (!go_on) continue;
    try {
      if (!run_chip(chips[row], row, out, one_at_a_time)) go_on = false;
    } catch (...) {
      go_on = false;
#pragma omp critical(imcbench_varied_error)
      error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
  return go_on;
}

}  // namespace

Hardware varied_hardware(const Suite& at, const Variation& variation,
                         const std::vector<double>& values) {
  Hardware hardware = at.hardware;
  for (std::size_t k = 0; k < variation.factors.size(); ++k) {
    const std::string& name = variation.factors[k].parameter;
    const std::size_t dot = name.find('.');
    StageSetting& stage = hardware[name.substr(0, dot)];
    stage.enabled = true;
    stage.values.set(name.substr(dot + 1), values[k]);
  }
  hardware.check(at.path);
  return hardware;
}

std::unique_ptr<Evaluator> make_varied_evaluator(const Suite& at, const Variation& variation,
                                                 const Workload& workload,
                                                 std::vector<float> input_ranges,
                                                 const BackendOptions& backend) {
  return std::make_unique<VariedEvaluator>(at, variation, workload, std::move(input_ranges),
                                           backend);
}

}  // namespace imcbench
