// SPDX-License-Identifier: Apache-2.0
// Everything that a training that was killed needs to go on, to the same bits. An HDF5 file beside
// the model, replaced as a whole every time:
//
//   attribute of /    type      meaning
//   format            string    "imcbench-checkpoint"
//   schema_version    int32     1
//   training_text     string    of the training; no other may go on from here
//   data_sha256       string    of the samples that are trained on
//   epoch, step       uint32    in progress, from 0; steps done of it
//   seconds           float64   spent so far
//   predictions, correct (uint64), loss_q24 (int64)   of the epoch so far
//   best_epoch        uint32    from 1; 0: none yet
//
//   dataset           type      shape
//   /parameters       float32   [layout.count]
//   /state0, /state1  float32   [layout.count] of the optimizer
//   /statistics       float32   running mean and variance, as ParameterLayout::statistics
//   /stream_states  float32 of recurrent layers, [streams][floats]; or empty
//   /hardware_aware   float32   what hardware-aware training keeps from step to step; or empty
//   /validation       int64     [epochs][3] samples, correct, loss_q24
//   /best             float32   parameters, statistics, then hardware_aware, of the best epoch; or empty
#pragma once

#include <string>
#include <vector>

#include "suites/trainer/evaluate.h"
#include "suites/trainer/parameters.h"

namespace imcbench {

struct TrainingState {
  std::string training_text, data_sha256;
  std::uint32_t epoch = 0, step = 0;
  double seconds = 0.0;
  std::uint64_t predictions = 0, correct = 0;
  std::int64_t loss_q24 = 0;
  std::uint32_t best_epoch = 0;
  std::vector<float> parameters, state0, state1, statistics, stream_states, hardware_aware, best;
  std::vector<Evaluation> validation;
};

void save_checkpoint(const TrainingState& state, const std::string& path);
// InputError when the file is missing, damaged, or of another training than the one that
// `training_text` and `data_sha256` say, or when its sizes are not those of `layout`.
TrainingState load_checkpoint(const std::string& path, const std::string& training_text,
                              const std::string& data_sha256, const ParameterLayout& layout);

// All parameters as one array [layout.count], padding zero; and back.
std::vector<float> gather_parameters(const Network& network, const ParameterLayout& layout);
void scatter_parameters(const std::vector<float>& values, const ParameterLayout& layout,
                        Network& network);
// Running statistics of batch_norm, as one array.
std::vector<float> gather_statistics(const Network& network, const ParameterLayout& layout);
void scatter_statistics(const std::vector<float>& values, const ParameterLayout& layout,
                        Network& network);

}  // namespace imcbench
