// SPDX-License-Identifier: Apache-2.0
// The options that `run` and `validate` share.
#pragma once

#include <memory>

#include "suites/cli/command.h"
#include "suites/experiments/driver.h"

namespace imcbench {

// Raw texts of the command line; converted and checked by finish_run_options().
struct RunArguments {
  std::string suite, chips, samples, seed, threads, chip_batch, sample_batch, device, shard;
  RunOptions options;
};

// InputError unless it is auto, cpu or cuda.
void check_backend(const std::string& backend);

std::shared_ptr<RunArguments> add_run_options(CLI::App& app);

// The suite with the overrides applied, and the checked options in `arguments.options`.
Suite finish_run_options(RunArguments& arguments);

}  // namespace imcbench
