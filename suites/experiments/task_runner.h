// SPDX-License-Identifier: Apache-2.0
// Computes chips of any point of a suite. Every rank has one; it decides nothing.
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>

#include "suites/experiments/calibrated_ranges.h"
#include "suites/experiments/scenario.h"

namespace imcbench {

// Chips of one point.
struct Task {
  ScenarioPoint point;
  std::vector<std::uint32_t> chips;
};

// Between ranks.
std::string to_text(const std::vector<Task>& tasks);
std::vector<Task> tasks_from_text(const std::string& text);

class TaskRunner {
 public:
  TaskRunner(const Suite& suite, const BackendOptions& backend, const std::string& data_dir);

  ScenarioRecord record(const ScenarioPoint& point);
  std::shared_ptr<const Workload> workload(const ScenarioPoint& point) {
    return workloads_.get(at(point));
  }
  // Nothing when `progress` asked to stop; called after each finished (chip, time).
  std::optional<Trials> run(const Task& task, const Evaluator::Progress& progress);
  // The point, ready to run. The last few stay; more of them never take more memory.
  PreparedScenario& prepare(const ScenarioPoint& point);
  // Bytes of the workload and of the prepared point while chips run in batches of `chip_batch`.
  std::size_t planned_bytes(const ScenarioPoint& point, std::uint32_t chip_batch);

  // Samples in the whole split that the point's data come from.
  std::uint32_t split_samples(const ScenarioPoint& point);

  const Suite& suite() const { return suite_; }
  const BackendOptions& backend() const { return backend_; }

 private:
  struct Prepared {
    std::string key;
    std::unique_ptr<PreparedScenario> scenario;
  };
  Suite at(const ScenarioPoint& point) const;

  const Suite& suite_;
  BackendOptions backend_;
  Workloads workloads_;
  CalibratedRanges ranges_;
  std::list<Prepared> recent_;  // latest first
};

}  // namespace imcbench
