// SPDX-License-Identifier: Apache-2.0
// The Monte Carlo driver: the sweep of a suite and its studies, chips in batches, each batch sealed
// when it is finished.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suites/experiments/ranks.h"
#include "suites/experiments/suite.h"

namespace imcbench {

// Part `index` of `count` (from 1): a contiguous range of chips.
struct ShardSpec {
  std::uint32_t index = 1, count = 1;
};

struct RunOptions {
  std::string out;
  std::string data_dir;
  std::string backend = "auto";    // auto, cpu, cuda
  int device = -1;                 // -1: the rank's share of the machine's GPUs
  std::uint32_t threads = 0;       // 0: this rank's share of the processors
  std::uint32_t chip_batch = 0;    // 0: chosen for the backend
  std::uint32_t sample_batch = 0;  // 0: chosen
  ShardSpec shard;
  bool resume = false, overwrite = false;
  std::string command_line;
};

struct RunOutcome {
  bool interrupted = false;
  bool already_complete = false;
  std::uint64_t trials_done = 0, trials_planned = 0;
  double seconds = 0;
};

// Runs the suite and writes options.out. Notes go to stderr. An existing output is an InputError
// unless resuming or overwriting. All ranks call it; what it returns holds on rank 0.
RunOutcome run_suite(const Suite& suite, const RunOptions& options, Ranks& ranks);
// Alone.
RunOutcome run_suite(const Suite& suite, const RunOptions& options);

}  // namespace imcbench
