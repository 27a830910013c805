// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gradient_sum.h"

#include <omp.h>

#include <algorithm>

#include "suites/trainer/loss.h"
#include "suites/trainer/trainer.h"

namespace imcbench {

GradientSum::GradientSum(const Network& network, const Dataset& data, const InputMaker& inputs,
                         std::uint32_t max_batch, float label_smoothing, int threads, Isa isa,
                         const PassOptions& options)
    : network_(network),
      data_(data),
      inputs_(inputs),
      label_smoothing_(label_smoothing),
      options_(options),
      layout_(parameter_layout(network)),
      backward_weights_(backward_weights(network)) {
  const std::size_t slices = (max_batch + kSliceSamples - 1) / kSliceSamples;
  gradients_.assign(slices, std::vector<float>(layout_.count, 0.0f));
  input_sums_.resize(slices);
  threads_ = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(threads), slices));
  for (int t = 0; t < threads_; ++t) {
    workers_.push_back(std::make_unique<Worker>(
        Worker{SlicePass(network, kSliceSamples, isa, options_.hardware),
               options_.distillation
                   ? std::make_unique<DigitalForward>(*options_.teacher, kSliceSamples, isa)
                   : nullptr,
               std::vector<float>(std::size_t{kSliceSamples} * network.input.size()),
               std::vector<float>(std::size_t{kSliceSamples} * network.output().size())}));
  }
}

BatchScore GradientSum::compute(std::span<const std::uint32_t> batch, std::uint32_t epoch) {
  refresh(backward_weights_, network_, layout_,
          options_.hardware.empty() ? Refresh::for_training : Refresh::all);
  slices_ = (batch.size() + kSliceSamples - 1) / kSliceSamples;
  for (auto& sums : input_sums_) sums.clear();  // a smaller batch than before has fewer slices
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
    const BatchScore score = run_slice(worker, slice, static_cast<std::uint32_t>(first), epoch,
                                       scale, gradients_[i].data());
    input_sums_[i] = worker.pass.input_sums();
    correct += score.correct;
    not_finite += score.not_finite;
    loss_q24 += score.loss_q24;
  }
  return {batch.size() * data_.predictions, correct, not_finite, loss_q24};
}

BatchScore GradientSum::run_slice(Worker& worker, std::span<const std::uint32_t> slice,
                                  std::uint32_t first_sample, std::uint32_t epoch, float scale,
                                  float* gradient) const {
  const std::size_t input = network_.input.size(), classes = network_.classes;
  for (std::size_t s = 0; s < slice.size(); ++s) {
    inputs_.make(slice[s], epoch, worker.x.data() + s * input);
  }
  const auto samples = static_cast<std::uint32_t>(slice.size());
  const float* logits = worker.pass.forward(worker.x.data(), samples, first_sample);
  const float* taught = worker.teacher ? worker.teacher->run(worker.x.data(), samples) : nullptr;
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
    if (taught != nullptr) {
      options_.distillation->mix(logits + at, taught + at, network_.classes, scale,
                                 worker.dy.data() + at);
    }
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

std::span<float> GradientSum::fold() {
  constexpr std::size_t kPiece = 4096;
  const std::size_t pieces = (layout_.count + kPiece - 1) / kPiece;
#pragma omp parallel for schedule(static) num_threads(threads_)
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::size_t first = i * kPiece, n = std::min(kPiece, layout_.count - first);
    float sum[kPiece];
    add_up(first, n, sum);
    std::copy_n(sum, n, gradients_[0].data() + first);
  }
  slices_ = 1;
  return gradients_[0];
}

std::vector<InputSums> GradientSum::input_sums() const {
  std::vector<InputSums> sums(input_sums_[0].size());
  for (const std::vector<InputSums>& slice : input_sums_) {
    for (std::size_t p = 0; p < slice.size(); ++p) sums[p].add(slice[p]);
  }
  return sums;
}

}  // namespace imcbench
