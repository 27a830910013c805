// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch on a GPU: samples are made on the processor, both passes, the loss and
// the sum over slices run on the device, and the sum comes back for the optimizer. The bits are those
// of GradientSum. A template over its executor: tests run it with HostExecutor.
#pragma once

#include <fmt/format.h>
#include <omp.h>

#include "kernels/network/gpu_carver.h"
#include "suites/trainer/batch_gradient.h"
#include "suites/trainer/gpu/loss.h"
#include "suites/trainer/gpu/pass.h"
#include "suites/trainer/slice_pass.h"

namespace imcbench {

template <class Executor>
class GpuGradient final : public BatchGradient {
 public:
  // `budget`: bytes of device memory that may be taken. InputError when more are needed.
  GpuGradient(std::unique_ptr<Executor> executor, const GradientJob& job, std::size_t budget,
              std::string device)
      : BatchGradient(job.network),
        executor_(std::move(executor)),
        job_(job),
        device_(std::move(device)) {
    if (job.samples.carries_states()) {
      states_.assign(job.max_batch * SlicePass::state_floats(job.network), 0.0f);
    }
    allocate(budget);
  }

  BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                     std::uint32_t step) override;
  void add_up(std::size_t first, std::size_t n, float* sum) const override {
    std::copy_n(sum_.data() + first, n, sum);
  }
  std::span<float> fold() override { return sum_; }
  std::string device() const override { return device_; }

  // Bytes of device memory that a job takes.
  static std::size_t planned_bytes(const GradientJob& job);

 protected:
  const float* statistics_of(std::size_t slice) const override {
    return statistics_.data() + slice * (layout_.total - layout_.count);
  }

 private:
  struct Buffers {
    float *x, *dy, *states, *gradient;
    std::uint16_t* labels;
    SampleScore* scores;
  };
  static Buffers lay_out(const GradientJob& job, std::byte* base, std::size_t& bytes);
  void allocate(std::size_t budget);
  void upload_batch(std::span<const std::uint32_t> batch, std::uint32_t epoch);
  void run_loss(const float* logits, const float* taught, std::uint32_t samples);
  void download_batch();
  BatchScore score() const;

  std::unique_ptr<Executor> executor_;
  GradientJob job_;
  std::string device_;
  std::unique_ptr<GpuPass<Executor>> pass_, teacher_;  // no teacher without distillation
  std::unique_ptr<GpuMemory<Executor>> memory_;
  Buffers buffers_{};
  std::vector<float> x_;                // [batch][input.size()]
  std::vector<std::uint16_t> labels_;   // [batch][predictions]
  std::vector<SampleScore> scores_;     // the same
  std::vector<float> sum_, statistics_;
};

template <class Executor>
typename GpuGradient<Executor>::Buffers GpuGradient<Executor>::lay_out(const GradientJob& job,
                                                                       std::byte* base,
                                                                       std::size_t& bytes) {
  const std::size_t batch = job.max_batch, predictions = batch * job.samples.predictions();
  const std::size_t states =
      job.samples.carries_states() ? SlicePass::state_floats(job.network) : 0;
  Carver carver(base);
  Buffers b{};
  b.x = carver.take<float>(batch * job.network.input.size());
  b.dy = carver.take<float>(batch * job.network.output().size());
  b.states = carver.take<float>(batch * states);
  b.gradient = carver.take<float>(slices_of(batch) * parameter_layout(job.network).total);
  b.labels = carver.take<std::uint16_t>(predictions);
  b.scores = carver.take<SampleScore>(predictions);
  bytes = carver.used();
  return b;
}

template <class Executor>
std::size_t GpuGradient<Executor>::planned_bytes(const GradientJob& job) {
  std::size_t bytes = 0;
  lay_out(job, nullptr, bytes);
  bytes += GpuPassLayout(job.network, job.max_batch, job.options.hardware, Passes::both).bytes();
  if (!job.options.distillation) return bytes;
  return bytes + GpuPassLayout(*job.options.teacher, job.max_batch, {}, Passes::forward).bytes();
}

template <class Executor>
void GpuGradient<Executor>::allocate(std::size_t budget) {
  const std::size_t planned = planned_bytes(job_);
  if (planned > budget) {
    input_error("--backend cuda: mini-batches of {} need {:.1f} MiB of device memory, and {:.1f} "
                "MiB can be had; use a smaller batch, or --backend cpu",
                job_.max_batch, static_cast<double>(planned) / (1 << 20),
                static_cast<double>(budget) / (1 << 20));
  }
  pass_ = std::make_unique<GpuPass<Executor>>(*executor_, job_.network, job_.max_batch, job_.seed,
                                              job_.options.hardware, Passes::both);
  if (job_.options.distillation) {
    teacher_ = std::make_unique<GpuPass<Executor>>(*executor_, *job_.options.teacher,
                                                   job_.max_batch, 0,
                                                   std::span<const ProductHardware>{},
                                                   Passes::forward);
    teacher_->upload_parameters();
  }
  std::size_t bytes = 0;
  lay_out(job_, nullptr, bytes);
  memory_ = std::make_unique<GpuMemory<Executor>>(*executor_, bytes);
  buffers_ = lay_out(job_, memory_->data(), bytes);
}

template <class Executor>
void GpuGradient<Executor>::upload_batch(std::span<const std::uint32_t> batch,
                                         std::uint32_t epoch) {
  const std::size_t input = job_.network.input.size(), predictions = job_.samples.predictions();
  x_.resize(batch.size() * input);
  labels_.resize(batch.size() * predictions);
#pragma omp parallel for schedule(static) num_threads(job_.threads)
  for (std::size_t s = 0; s < batch.size(); ++s) {
    job_.samples.make(batch[s], epoch, x_.data() + s * input, labels_.data() + s * predictions);
  }
  executor_->upload(buffers_.x, x_.data(), x_.size() * sizeof(float));
  executor_->upload(buffers_.labels, labels_.data(), labels_.size() * sizeof(std::uint16_t));
  if (!states_.empty()) {
    executor_->upload(buffers_.states, states_.data(), states_.size() * sizeof(float));
  }
}

template <class Executor>
void GpuGradient<Executor>::run_loss(const float* logits, const float* taught,
                                     std::uint32_t samples) {
  const Network& network = job_.network;
  const std::uint32_t predictions = job_.samples.predictions(), scored = samples * predictions;
  const std::size_t outputs = network.output().size();
  const PredictionPlaces places{network.classes, predictions, outputs,
                                first_scored(network, predictions)};
  const float scale = 1.0f / static_cast<float>(std::size_t{samples} * predictions);
  executor_->for_each(1, scored,
                      ScoreSamples{logits, samples, network.classes, predictions, outputs,
                                   places.first_scored, buffers_.labels, buffers_.scores});
  executor_->zero(buffers_.dy, samples * outputs * sizeof(float));  // context has no loss
  executor_->for_each(1, scored,
                      LossGradient{places, logits, buffers_.labels, job_.label_smoothing, scale,
                                   buffers_.dy});
  if (taught == nullptr) return;
  const Distillation& d = *job_.options.distillation;
  executor_->for_each(1, scored,
                      MixTeacher{places, logits, taught, 1.0f / d.temperature,
                                 scale * d.weight * d.temperature, 1.0f - d.weight, buffers_.dy});
}

template <class Executor>
BatchScore GpuGradient<Executor>::compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                                          std::uint32_t step) {
  batch_ = batch.size();
  const auto samples = static_cast<std::uint32_t>(batch.size());
  const auto slices = static_cast<std::uint32_t>(slices_of(batch.size()));
  executor_->use();
  upload_batch(batch, epoch);
  pass_->upload_parameters();
  const float* logits =
      pass_->forward(buffers_.x, samples, step, states_.empty() ? nullptr : buffers_.states);
  const float* taught =
      teacher_ ? teacher_->forward(buffers_.x, samples, step, nullptr) : nullptr;
  run_loss(logits, taught, samples);
  executor_->zero(buffers_.gradient, slices * layout_.total * sizeof(float));
  pass_->backward(buffers_.dy, layout_, buffers_.gradient);
  executor_->for_each(1, static_cast<std::uint32_t>(layout_.count),
                      FoldSlices{buffers_.gradient, layout_.total, slices});
  download_batch();
  return score();
}

template <class Executor>
void GpuGradient<Executor>::download_batch() {
  const std::size_t slices = slices_of(batch_), own = layout_.total - layout_.count;
  sum_.resize(layout_.count);
  executor_->download(sum_.data(), buffers_.gradient, sum_.size() * sizeof(float));
  statistics_.resize(slices * own);
  for (std::size_t s = 0; own > 0 && s < slices; ++s) {
    executor_->download(statistics_.data() + s * own,
                        buffers_.gradient + s * layout_.total + layout_.count, own * sizeof(float));
  }
  scores_.resize(labels_.size());
  executor_->download(scores_.data(), buffers_.scores, scores_.size() * sizeof(SampleScore));
  if (!states_.empty()) {
    executor_->download(states_.data(), buffers_.states, states_.size() * sizeof(float));
  }
  input_sums_ = pass_->input_sums();
}

template <class Executor>
BatchScore GpuGradient<Executor>::score() const {
  BatchScore sum{scores_.size()};
  for (const SampleScore& one : scores_) {
    sum.correct += one.correct;
    sum.not_finite += one.rejected;
    sum.loss_q24 += one.loss_q24;
  }
  return sum;
}

}  // namespace imcbench
