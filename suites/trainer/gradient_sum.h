// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch: its slices computed in parallel, added in order.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "suites/trainer/batches.h"
#include "suites/trainer/slice_pass.h"

namespace imcbench {

// Sums over samples; integers, so that they add to the same value in any order.
struct BatchScore {
  std::uint64_t predictions = 0, correct = 0, not_finite = 0;
  std::int64_t loss_q24 = 0;  // without label smoothing
};

class GradientSum {
 public:
  // Keeps references to all three.
  GradientSum(const Network& network, const Dataset& data, const InputMaker& inputs,
              std::uint32_t max_batch, float label_smoothing, int threads, Isa isa);

  // Gradients of the mean loss over the batch, one array per slice.
  BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch);
  // sum[i] = element first + i of the layout, i < n, added over the slices of the last batch in
  // ascending order.
  void add_up(std::size_t first, std::size_t n, float* sum) const;

  const ParameterLayout& layout() const { return layout_; }

 private:
  struct Worker {  // what one thread works with
    SlicePass pass;
    std::vector<float> x, dy;  // [slice][input.size()], [slice][output().size()]
  };
  BatchScore run_slice(Worker& worker, std::span<const std::uint32_t> slice, std::uint32_t epoch,
                       float scale, float* gradient) const;

  const Network& network_;
  const Dataset& data_;
  const InputMaker& inputs_;
  float label_smoothing_;
  int threads_;
  ParameterLayout layout_;
  std::vector<BackwardWeights> backward_weights_;
  std::vector<std::unique_ptr<Worker>> workers_;  // [threads]
  std::vector<std::vector<float>> gradients_;     // [slice][layout.count]
  std::size_t slices_ = 0;                        // of the last batch
};

}  // namespace imcbench
