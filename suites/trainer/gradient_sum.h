// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch: its slices computed in parallel, added in order.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "kernels/layers/score_kernels.h"
#include "kernels/network/digital_forward.h"
#include "suites/optimizations/hardware_aware/distillation.h"
#include "suites/trainer/samples.h"
#include "suites/trainer/slice_pass.h"

namespace imcbench {

// Sums over samples; integers, so that they add to the same value in any order.
struct BatchScore {
  std::uint64_t predictions = 0, correct = 0, not_finite = 0;
  std::int64_t loss_q24 = 0;  // without label smoothing
};

// What is other than exact and learned from labels alone.
struct PassOptions {
  std::span<const ProductHardware> hardware;  // one entry for every product, or empty
  const Network* teacher = nullptr;           // with `distillation`
  std::optional<Distillation> distillation;
};

class GradientSum {
 public:
  // Keeps references to both, and to what the options point at. The seed is that of dropout.
  GradientSum(const Network& network, const TrainingSamples& samples, std::uint32_t max_batch,
              float label_smoothing, std::uint64_t seed, int threads, Isa isa,
              const PassOptions& options = {});

  // Gradients of the mean loss over the batch, one array per slice. `step` counts over all epochs.
  BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                     std::uint32_t step);
  // sum[i] = element first + i of the layout, i < n, added over the slices of the last batch in
  // ascending order.
  void add_up(std::size_t first, std::size_t n, float* sum) const;
  // Adds the slices into one, so that add_up() finds nothing else; the sum, [layout.count].
  std::span<float> fold();
  // What the inputs of every product were, over the last batch; empty without hardware.
  std::vector<InputSums> input_sums() const;
  // Running statistics of batch_norm, from what the slices of the last batch saw: their mean, every
  // slice weighted by its samples, in ascending order. `network` is the one that is trained.
  void update_statistics(Network& network) const;

  // States of recurrent layers, where the samples carry them from batch to batch, [max_batch][floats]:
  // those after the last batch; zero at first.
  std::span<float> states() { return states_; }

  const ParameterLayout& layout() const { return layout_; }

 private:
  struct Worker {  // what one thread works with
    SlicePass pass;
    std::unique_ptr<DigitalForward> teacher;  // null without distillation
    std::vector<float> x, dy;  // [slice][input.size()], [slice][output().size()]
    std::vector<std::uint16_t> labels;  // [slice][predictions]
  };
  BatchScore run_slice(Worker& worker, std::span<const std::uint32_t> slice, std::uint32_t epoch,
                       SliceAddress at, float scale, float* gradient);

  const Network& network_;
  const TrainingSamples& samples_;
  float label_smoothing_;
  PassOptions options_;
  const ScoreKernels& score_kernels_;
  int threads_;
  ParameterLayout layout_;
  std::vector<BackwardWeights> backward_weights_;
  std::vector<std::unique_ptr<Worker>> workers_;  // [threads]
  std::vector<float> states_;                     // [max_batch][state_floats], or empty
  std::vector<std::vector<float>> gradients_;     // [slice][layout.total]
  std::vector<std::vector<InputSums>> input_sums_;  // [slice][product], with hardware
  std::size_t slices_ = 0;                        // of the last batch, until fold()
  std::size_t batch_ = 0;                         // samples of the last batch
};

}  // namespace imcbench
