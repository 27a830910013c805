// SPDX-License-Identifier: Apache-2.0
// Where a study gets its trials: from the engine, which simulates what no shard holds yet, or, in
// tests, from a closed form. Everything a study decides must follow from the trials alone, so that
// a resumed, a sharded and an undisturbed run decide the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "results/schema.h"
#include "suites/experiments/point.h"
#include "suites/experiments/workload.h"

namespace imcbench {

struct TrialRequest {
  std::size_t scenario;
  std::vector<std::uint32_t> chips;  // ascending
};

class TrialSource {
 public:
  virtual ~TrialSource() = default;
  // The scenario of a point, made when it is new; equal points give the same index.
  virtual std::size_t scenario(const ScenarioPoint& point) = 0;
  // Samples, floating-point and chance accuracy, times, hash.
  virtual const ScenarioRecord& record(std::size_t scenario) const = 0;
  // Sees to it that these chips are simulated; requests of one call run side by side. False when
  // the run was interrupted: the study then returns at once.
  virtual bool ensure(std::span<const TrialRequest> requests) = 0;
  // Trials of chips that are there, ascending.
  virtual Trials trials(std::size_t scenario, std::span<const std::uint32_t> chips) const = 0;
  // What the chips of a point run on. Sources without networks, of closed forms, have none.
  virtual std::shared_ptr<const Workload> workload(const ScenarioPoint& point);
  virtual void set_stopping(std::size_t scenario, const std::string& rule,
                            const std::string& reason) = 0;
};

// first, first + 1, ..., first + count - 1
std::vector<std::uint32_t> chip_range(std::uint32_t first, std::uint32_t count);

// Index of an evaluation time in record.time_s; InputError when it is not one of them.
std::size_t time_index(const ScenarioRecord& record, double time_s, const std::string& place);

// Accuracy of each chip at one time, a fraction: shape [C].
std::vector<double> accuracies(const ScenarioRecord& record, const Trials& trials,
                               std::size_t time);

}  // namespace imcbench
