// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch, whatever computes it. GradientSum does on the processor,
// gpu/gradient.h on a GPU, to the same bits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suites/optimizations/hardware_aware/distillation.h"
#include "suites/trainer/parameters.h"
#include "suites/trainer/product_hardware.h"
#include "suites/trainer/samples.h"
#include "suites/trainer/slices.h"

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

// What gradients are computed of; all must outlive who computes them.
struct GradientJob {
  const Network& network;
  const TrainingSamples& samples;
  std::uint32_t max_batch;
  float label_smoothing;
  std::uint64_t seed;  // of dropout
  int threads;
  Isa isa;
  PassOptions options{};
};

class BatchGradient {
 public:
  explicit BatchGradient(const Network& network) : layout_(parameter_layout(network)) {}
  virtual ~BatchGradient() = default;

  // Gradients of the mean loss over the batch. `step` counts over all epochs.
  virtual BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                             std::uint32_t step) = 0;
  // sum[i] = element first + i of the layout, i < n, added over the slices of the last batch in
  // ascending order.
  virtual void add_up(std::size_t first, std::size_t n, float* sum) const = 0;
  // The sum where it is kept, [layout.count], to be changed: add_up() then gives what is there.
  virtual std::span<float> fold() = 0;
  // What the inputs of every product were, over the last batch; empty without hardware.
  std::vector<InputSums> input_sums() const;
  // Running statistics of batch_norm, from what the slices of the last batch saw: their mean, every
  // slice weighted by its samples, in ascending order. `network` is the one that is trained.
  void update_statistics(Network& network) const;

  // States of recurrent layers, where the samples carry them from batch to batch, [max_batch][floats]:
  // those after the last batch; zero at first.
  std::span<float> states() { return states_; }
  const ParameterLayout& layout() const { return layout_; }
  // "cpu", or the device for messages.
  virtual std::string device() const = 0;

 protected:
  // What slice i of the last batch saw, as the layout's statistics say.
  virtual const float* statistics_of(std::size_t slice) const = 0;

  ParameterLayout layout_;
  std::vector<float> states_;  // or empty
  std::vector<std::vector<InputSums>> input_sums_;  // [slice][product], with hardware
  std::size_t batch_ = 0;                           // samples of the last batch
};

using MakeGradient = std::function<std::unique_ptr<BatchGradient>(const GradientJob&)>;

}  // namespace imcbench
