// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch: its slices computed in parallel, added in order.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "kernels/network/digital_forward.h"
#include "suites/optimizations/hardware_aware/distillation.h"
#include "suites/trainer/batches.h"
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
  // Keeps references to all three, and to what the options point at.
  GradientSum(const Network& network, const Dataset& data, const InputMaker& inputs,
              std::uint32_t max_batch, float label_smoothing, int threads, Isa isa,
              const PassOptions& options = {});

  // Gradients of the mean loss over the batch, one array per slice.
  BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch);
  // sum[i] = element first + i of the layout, i < n, added over the slices of the last batch in
  // ascending order.
  void add_up(std::size_t first, std::size_t n, float* sum) const;
  // Adds the slices into one, so that add_up() finds nothing else; the sum, [layout.count].
  std::span<float> fold();
  // What the inputs of every product were, over the last batch; empty without hardware.
  std::vector<InputSums> input_sums() const;

  const ParameterLayout& layout() const { return layout_; }

 private:
  struct Worker {  // what one thread works with
    SlicePass pass;
    std::unique_ptr<DigitalForward> teacher;  // null without distillation
    std::vector<float> x, dy;  // [slice][input.size()], [slice][output().size()]
  };
  BatchScore run_slice(Worker& worker, std::span<const std::uint32_t> slice,
                       std::uint32_t first_sample, std::uint32_t epoch, float scale,
                       float* gradient) const;

  const Network& network_;
  const Dataset& data_;
  const InputMaker& inputs_;
  float label_smoothing_;
  PassOptions options_;
  int threads_;
  ParameterLayout layout_;
  std::vector<BackwardWeights> backward_weights_;
  std::vector<std::unique_ptr<Worker>> workers_;  // [threads]
  std::vector<std::vector<float>> gradients_;     // [slice][layout.count]
  std::vector<std::vector<InputSums>> input_sums_;  // [slice][product], with hardware
  std::size_t slices_ = 0;                        // of the last batch
};

}  // namespace imcbench
