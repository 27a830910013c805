// SPDX-License-Identifier: Apache-2.0
// Mini-batch training, the same bits on every machine.
//
// A mini-batch is cut into slices of 16 samples, whatever the number of threads. A slice is
// computed by one thread; the gradients of the slices are added in ascending order; every draw has
// an address (batches.h, parameters.h); and only correctly rounded operations and the functions of
// kernels/core/math.h are used. So the weights depend on the plan and the data alone.
#pragma once

#include <functional>
#include <optional>

#include "suites/trainer/evaluate.h"
#include "suites/trainer/training_file.h"

namespace imcbench {

inline constexpr std::uint32_t kSliceSamples = 16;

struct TrainingProgress {
  std::uint32_t epoch, epochs;   // of this step, from 1
  std::uint64_t step, steps;     // done of all
  bool epoch_ends;
  double loss, accuracy;         // of this epoch so far, on the samples as trained (augmented)
  double learning_rate;          // of the last step
  std::optional<Evaluation> validation;  // when an epoch ends and samples are kept aside
  double seconds, seconds_left;
  double samples_per_s, gflops;  // over the steps so far
};

using TrainingCallback = std::function<void(const TrainingProgress&)>;

struct TrainingResult {
  Network network;
  TrainingProgress last;
};

// Data is the split to train on. Calls back after every step. InputError when the plan does not fit
// the data, or when the loss stops being finite.
TrainingResult train(const TrainingPlan& plan, const Dataset& data, int threads,
                     const TrainingCallback& callback = {}, Isa isa = active_isa());

}  // namespace imcbench
