// SPDX-License-Identifier: Apache-2.0
// A training from file to file: what `imcbench train` does.
#pragma once

#include <ostream>
#include <string>

#include "suites/models/model_file.h"
#include "suites/trainer/trainer.h"

namespace imcbench {

struct TrainingRun {
  ModelFile model;        // as stored
  Evaluation test;        // on the test split, looked at once, at the end
  TrainingProgress last;  // of the last step
  bool stopped = false;  // then there is no model
};

// Where a training runs; no part of it changes a weight.
struct TrainingMachine {
  int threads = 0;              // of the processor
  std::string backend = "cpu";  // of gradients: cpu, cuda, or auto: cuda where a device is visible
  int device = 0;               // of cuda

  TrainingMachine() = default;
  TrainingMachine(int processor_threads) : threads(processor_threads) {}  // NOLINT: all most need
};

// "OUT.checkpoint": what a training that was killed leaves behind; see checkpoint.h.
std::string checkpoint_path(const std::string& out);

// What to do about a checkpoint: there must be none; go on from it; forget it.
enum class Resume { none_there, resume, start_anew };

// Trains what the training file `path` says, stores the model in `out`, and writes progress lines
// to `log`: one per epoch, and one every ten seconds in between. `data_dir` may be empty. `command`
// is stored with the model; empty means "imcbench train PATH --out OUT". Where `stop` says so,
// after a step, the training ends with its checkpoint written.
TrainingRun run_training(const std::string& path, const std::string& out,
                         const TrainingMachine& machine, const std::string& data_dir,
                         std::ostream& log, const std::string& command = {},
                         Resume resume = Resume::none_there, const TrainingChanges& changes = {},
                         bool (*stop)() = nullptr);

}  // namespace imcbench
