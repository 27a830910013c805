// SPDX-License-Identifier: Apache-2.0
// The gradient of a mini-batch on the processor: its slices computed in parallel, added in order.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "kernels/layers/score_kernels.h"
#include "kernels/network/digital_forward.h"
#include "suites/trainer/batch_gradient.h"
#include "suites/trainer/slice_pass.h"

namespace imcbench {

class GradientSum final : public BatchGradient {
 public:
  // Keeps references to what the job points at.
  explicit GradientSum(const GradientJob& job);

  BatchScore compute(std::span<const std::uint32_t> batch, std::uint32_t epoch,
                     std::uint32_t step) override;
  void add_up(std::size_t first, std::size_t n, float* sum) const override;
  std::span<float> fold() override;
  std::string device() const override { return "cpu"; }

 protected:
  const float* statistics_of(std::size_t slice) const override {
    return gradients_[slice].data() + layout_.count;
  }

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
  std::vector<BackwardWeights> backward_weights_;
  std::vector<std::unique_ptr<Worker>> workers_;  // [threads]
  std::vector<std::vector<float>> gradients_;     // [slice][layout.total]
  std::size_t slices_ = 0;                        // of the last batch, until fold()
};

}  // namespace imcbench
