// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gradient_sum.h"

#include <omp.h>

#include <algorithm>

#include "suites/trainer/loss.h"
#include "suites/trainer/trainer.h"

namespace imcbench {

GradientSum::GradientSum(const Network& network, const Dataset& data, const InputMaker& inputs,
                         std::uint32_t max_batch, float label_smoothing, int threads, Isa isa)
    : network_(network),
      data_(data),
      inputs_(inputs),
      label_smoothing_(label_smoothing),
      layout_(parameter_layout(network)),
      backward_weights_(backward_weights(network)) {
  const std::size_t slices = (max_batch + kSliceSamples - 1) / kSliceSamples;
  gradients_.assign(slices, std::vector<float>(layout_.count, 0.0f));
  threads_ = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(threads), slices));
  for (int t = 0; t < threads_; ++t) {
    workers_.push_back(std::make_unique<Worker>(
        Worker{SlicePass(network, kSliceSamples, isa),
               std::vector<float>(std::size_t{kSliceSamples} * network.input.size()),
               std::vector<float>(std::size_t{kSliceSamples} * network.output().size())}));
  }
}

BatchScore GradientSum::compute(std::span<const std::uint32_t> batch, std::uint32_t epoch) {
  refresh(backward_weights_, network_, layout_, Refresh::for_training);
  slices_ = (batch.size() + kSliceSamples - 1) / kSliceSamples;
  const float scale = 1.0f / static_cast<float>(batch.size() * data_.predictions);
  std::uint64_t correct = 0, not_finite = 0;
  std::int64_t loss_q24 = 0;
#pragma omp parallel for schedule(dynamic) num_threads(threads_) \
    reduction(+ : correct, not_finite, loss_q24)
  for (std::size_t i = 0; i < slices_; ++i) {
    const std::size_t first = i * kSliceSamples;
    const auto slice = batch.subspan(first, std::min<std::size_t>(kSliceSamples,
                                                                  batch.size() - first));
    Worker& worker = *workers_[static_cast<std::size_t>(omp_get_thread_num())];
    const BatchScore score = run_slice(worker, slice, epoch, scale, gradients_[i].data());
    correct += score.correct;
    not_finite += score.not_finite;
    loss_q24 += score.loss_q24;
  }
  return {batch.size() * data_.predictions, correct, not_finite, loss_q24};
}

BatchScore GradientSum::run_slice(Worker& worker, std::span<const std::uint32_t> slice,
                                  std::uint32_t epoch, float scale, float* gradient) const {
  const std::size_t input = network_.input.size(), classes = network_.classes;
  for (std::size_t s = 0; s < slice.size(); ++s) {
    inputs_.make(slice[s], epoch, worker.x.data() + s * input);
  }
  const auto samples = static_cast<std::uint32_t>(slice.size());
  const float* logits = worker.pass.forward(worker.x.data(), samples);
  BatchScore sum;
  const std::size_t outputs = network_.output().size(), predictions = data_.predictions;
  const std::size_t scored_from = first_scored(network_, data_.predictions);
  std::fill_n(worker.dy.begin(), slice.size() * outputs, 0.0f);  // context has no loss
  for (std::size_t i = 0; i < slice.size() * predictions; ++i) {
    const std::size_t s = i / predictions, p = i % predictions;
    const std::size_t at = s * outputs + scored_from + p * classes;
    const std::uint32_t label = data_.labels[slice[s] * predictions + p];
    const Score one = score(logits + at, network_.classes, label);
    sum.correct += one.correct ? 1 : 0;
    sum.not_finite += one.finite ? 0 : 1;
    sum.loss_q24 += one.loss_q24;
    loss_gradient(logits + at, network_.classes, label, label_smoothing_, scale,
                  worker.dy.data() + at);
  }
  worker.pass.backward(worker.dy.data(), layout_, backward_weights_, gradient);
  return sum;
}

void GradientSum::add_up(std::size_t first, std::size_t n, float* sum) const {
  std::copy_n(gradients_[0].data() + first, n, sum);
  for (std::size_t slice = 1; slice < slices_; ++slice) {
    const float* IMC_RESTRICT more = gradients_[slice].data() + first;
    for (std::size_t i = 0; i < n; ++i) sum[i] += more[i];
  }
}

}  // namespace imcbench
