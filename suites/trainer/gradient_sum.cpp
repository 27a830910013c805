// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gradient_sum.h"

#include <omp.h>

#include <algorithm>

#include "suites/trainer/loss.h"

namespace imcbench {

namespace {

constexpr std::size_t kPieceFloats = 4096;  // added at a time: stays in the first cache

}  // namespace

GradientSum::GradientSum(const GradientJob& job)
    : BatchGradient(job.network),
      network_(job.network),
      samples_(job.samples),
      label_smoothing_(job.label_smoothing),
      options_(job.options),
      score_kernels_(score_kernels(job.isa)),
      backward_weights_(backward_weights(job.network)) {
  const Network& network = job.network;
  const std::size_t slices = slices_of(job.max_batch);
  if (samples_.carries_states()) {
    states_.assign(job.max_batch * SlicePass::state_floats(network), 0.0f);
  }
  gradients_.assign(slices, std::vector<float>(layout_.total, 0.0f));
  input_sums_.resize(slices);
  threads_ = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(job.threads), slices));
  for (int t = 0; t < threads_; ++t) {
    workers_.push_back(std::make_unique<Worker>(
        Worker{SlicePass(network, kSliceSamples, job.isa, job.seed, options_.hardware),
               options_.distillation
                   ? std::make_unique<DigitalForward>(*options_.teacher, kSliceSamples, job.isa)
                   : nullptr,
               std::vector<float>(std::size_t{kSliceSamples} * network.input.size()),
               std::vector<float>(std::size_t{kSliceSamples} * network.output().size()),
               std::vector<std::uint16_t>(std::size_t{kSliceSamples} * samples_.predictions())}));
  }
}

BatchScore GradientSum::compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                                std::uint32_t step) {
  refresh(backward_weights_, network_, layout_,
          options_.hardware.empty() ? Refresh::for_training : Refresh::all);
  for (auto& sums : input_sums_) sums.clear();  // a smaller batch than before has fewer slices
  batch_ = batch.size();
  slices_ = slices_of(batch.size());
  const float scale = 1.0f / static_cast<float>(batch.size() * samples_.predictions());
  std::uint64_t correct = 0, not_finite = 0;
  std::int64_t loss_q24 = 0;
#pragma omp parallel for schedule(dynamic) num_threads(threads_) \
    reduction(+ : correct, not_finite, loss_q24)
  for (std::size_t i = 0; i < slices_; ++i) {
    const std::size_t first = i * kSliceSamples;
    const auto slice = batch.subspan(first, std::min<std::size_t>(kSliceSamples,
                                                                  batch.size() - first));
    Worker& worker = *workers_[static_cast<std::size_t>(omp_get_thread_num())];
    const BatchScore score = run_slice(worker, slice, epoch, {step, static_cast<std::uint32_t>(i)},
                                       scale, gradients_[i].data());
    input_sums_[i] = worker.pass.input_sums();
    correct += score.correct;
    not_finite += score.not_finite;
    loss_q24 += score.loss_q24;
  }
  return {batch.size() * samples_.predictions(), correct, not_finite, loss_q24};
}

BatchScore GradientSum::run_slice(Worker& worker, std::span<const std::uint32_t> slice,
                                  std::uint32_t epoch, SliceAddress at, float scale,
                                  float* gradient) {
  const std::size_t input = network_.input.size(), classes = network_.classes;
  const std::uint32_t predictions = samples_.predictions();
  for (std::size_t s = 0; s < slice.size(); ++s) {
    samples_.make(slice[s], epoch, worker.x.data() + s * input,
                  worker.labels.data() + s * predictions);
  }
  const auto samples = static_cast<std::uint32_t>(slice.size());
  const std::size_t first_state =
      std::size_t{at.slice} * kSliceSamples * SlicePass::state_floats(network_);
  float* states = states_.empty() ? nullptr : states_.data() + first_state;
  const float* logits = worker.pass.forward(worker.x.data(), samples, at, states);
  const float* taught = worker.teacher ? worker.teacher->run(worker.x.data(), samples) : nullptr;
  BatchScore sum;
  const std::size_t outputs = network_.output().size();
  const std::size_t scored_from = first_scored(network_, predictions);
  std::fill_n(worker.dy.begin(), slice.size() * outputs, 0.0f);  // context has no loss
  for (std::size_t i = 0; i < slice.size() * predictions; ++i) {
    const std::size_t s = i / predictions, p = i % predictions;
    const std::size_t first = s * outputs + scored_from + p * classes;
    const std::uint32_t label = worker.labels[i];
    const Score one = score_kernels_.score(logits + first, network_.classes, label);
    sum.correct += one.correct ? 1 : 0;
    sum.not_finite += one.finite ? 0 : 1;
    sum.loss_q24 += one.loss_q24;
    loss_gradient(score_kernels_, logits + first, network_.classes, label, label_smoothing_,
                  scale, worker.dy.data() + first);
    if (taught != nullptr) {
      options_.distillation->mix(score_kernels_, logits + first, taught + first, network_.classes,
                                 scale, worker.dy.data() + first);
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
  const std::size_t pieces = (layout_.count + kPieceFloats - 1) / kPieceFloats;
#pragma omp parallel for schedule(static) num_threads(threads_)
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::size_t first = i * kPieceFloats;
    const std::size_t n = std::min(kPieceFloats, layout_.count - first);
    float* IMC_RESTRICT sum = gradients_[0].data() + first;
    for (std::size_t slice = 1; slice < slices_; ++slice) {
      const float* IMC_RESTRICT more = gradients_[slice].data() + first;
      for (std::size_t k = 0; k < n; ++k) sum[k] += more[k];
    }
  }
  slices_ = 1;
  return {gradients_[0].data(), layout_.count};
}

}  // namespace imcbench
