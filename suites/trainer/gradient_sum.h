// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch: its slices computed in parallel, added in order.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "suites/trainer/samples.h"
#include "suites/trainer/slice_pass.h"

namespace imcbench {

// Sums over samples; integers, so that they add to the same value in any order.
struct BatchScore {
  std::uint64_t predictions = 0, correct = 0, not_finite = 0;
  std::int64_t loss_q24 = 0;  // without label smoothing
};

class GradientSum {
 public:
  // Keeps references to both. The seed is that of dropout.
  GradientSum(const Network& network, const TrainingSamples& samples, std::uint32_t max_batch,
              float label_smoothing, std::uint64_t seed, int threads, Isa isa);

  // Gradients of the mean loss over the batch, one array per slice. `step` counts over all epochs.
  BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                     std::uint32_t step);
  // sum[i] = element first + i of the layout, i < n, added over the slices of the last batch in
  // ascending order.
  void add_up(std::size_t first, std::size_t n, float* sum) const;
  // Adds the slices into one, so that add_up() finds nothing else; the sum, [layout.count].
  std::span<float> fold();
  // Running statistics of batch_norm, from what the slices of the last batch saw: their mean, every
  // slice weighted by its samples, in ascending order. `network` is the one that is trained.
  void update_statistics(Network& network) const;

  const ParameterLayout& layout() const { return layout_; }

 private:
  struct Worker {  // what one thread works with
    SlicePass pass;
    std::vector<float> x, dy;  // [slice][input.size()], [slice][output().size()]
    std::vector<std::uint16_t> labels;  // [slice][predictions]
  };
  BatchScore run_slice(Worker& worker, std::span<const std::uint32_t> slice, std::uint32_t epoch,
                       SliceAddress at, float scale, float* gradient) const;

  const Network& network_;
  const TrainingSamples& samples_;
  float label_smoothing_;
  int threads_;
  ParameterLayout layout_;
  std::vector<BackwardWeights> backward_weights_;
  std::vector<std::unique_ptr<Worker>> workers_;  // [threads]
  std::vector<std::vector<float>> gradients_;     // [slice][layout.total]
  std::size_t slices_ = 0;                        // of the last batch, until fold()
  std::size_t batch_ = 0;                         // samples of the last batch
};

}  // namespace imcbench
