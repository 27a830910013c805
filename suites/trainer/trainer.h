// SPDX-License-Identifier: Apache-2.0
// Mini-batch training, the same bits on every machine.
//
// A mini-batch is cut into slices of 16 samples, whatever the number of threads. A slice is
// computed by one thread, or all of them by a GPU; the gradients of the slices are added in ascending order; every draw has
// an address (batches.h, parameters.h, training_layer_pass.h); and only correctly rounded
// operations and the functions of kernels/core/math.h are used. So the weights depend on the plan
// and the data alone, and a training that is killed goes on from its checkpoint to the same bits.
#pragma once

#include <functional>
#include <optional>

#include "suites/trainer/batch_gradient.h"
#include "suites/trainer/evaluate.h"
#include "suites/trainer/slice_pass.h"
#include "suites/trainer/slices.h"
#include "suites/trainer/training_file.h"

namespace imcbench {

struct TrainingProgress {
  std::uint32_t epoch, epochs;  // of this step, from 1
  std::uint64_t step, steps;    // done of all
  bool epoch_ends;
  double loss, accuracy;  // of this epoch so far, on the samples as trained (augmented)
  double learning_rate;   // of the last step
  std::optional<Evaluation> validation;  // when an epoch ends and samples are kept aside
  double seconds, seconds_left;
  double samples_per_s, gflops;  // over the steps so far
  std::uint32_t best_epoch;      // from 1, where the plan keeps the best one; else 0
};

using TrainingCallback = std::function<void(const TrainingProgress&)>;

// What a plan is trained on; all must outlive the training.
struct TrainingData {
  const Dataset* train;
  const Dataset* validation = nullptr;      // the split that the plan names for it
  std::span<const std::uint16_t> tokens{};  // the text of which the plan trains random windows

  TrainingData(const Dataset& data) : train(&data) {}  // NOLINT: a data set is all that most need
};

// After every epoch, and every so many seconds in between, all that is needed to go on.
struct CheckpointPlan {
  std::string path;
  bool resume = false;  // from the one that is there
  double every_seconds = 600.0;
  bool (*stop)() = nullptr;  // asked after every step: the checkpoint is written, and no model made
};

struct TrainingResult {
  Network network;  // without training layers
  TrainingProgress last;
  bool stopped = false;  // then there is no network
};

std::unique_ptr<BatchGradient> cpu_gradient(const GradientJob& job);

// Data is the split to train on. Calls back after every step. InputError when the plan does not fit
// the data, or when the loss stops being finite. Where gradients are computed changes no bit.
TrainingResult train(const TrainingPlan& plan, const TrainingData& data, int threads,
                     const TrainingCallback& callback = {}, Isa isa = active_isa(),
                     const CheckpointPlan* checkpoint = nullptr,
                     const MakeGradient& make_gradient = cpu_gradient);

}  // namespace imcbench
