// SPDX-License-Identifier: Apache-2.0
// What a run would do, without doing it.
#pragma once

#include "suites/experiments/driver.h"
#include "suites/experiments/task_runner.h"

namespace imcbench {

struct PlannedScenario {
  std::string model, optimization, settings, sha256;
  std::uint32_t samples, predictions_per_sample, fp_correct;
};

struct PlannedStudy {
  std::string name;
  std::uint64_t scenarios, chips;  // at most
  std::vector<std::string> lines;
};

struct RunPlan {
  std::vector<PlannedScenario> scenarios;  // of the sweep
  std::vector<PlannedStudy> studies;
  std::string stopping_rule;
  std::uint64_t chips;   // of each scenario of the sweep, at most
  std::uint64_t trials;  // chips x times of everything, at most
  std::size_t memory_bytes;
  double seconds;  // estimated from one chip of some scenarios
  std::string backend, device;
};

RunPlan plan_run(const Suite& suite, const RunOptions& options);

// Shared with the driver.
BackendOptions backend_of(const RunOptions& options, const Ranks& ranks);
std::uint32_t chip_batch_of(const RunOptions& options);
// At most a few points, spread over all of them: enough to know memory and time.
std::vector<ScenarioPoint> probed_points(const std::vector<ScenarioPoint>& points);
// Bytes of the whole run; InputError when they are not free.
std::size_t check_memory(const Suite& suite, const std::vector<ScenarioPoint>& points,
                         TaskRunner& runner, std::uint32_t chip_batch);
// Trials of the sweep and the studies together, at most.
std::uint64_t most_trials(const Suite& suite, std::size_t points, std::uint32_t chips);

}  // namespace imcbench
