// SPDX-License-Identifier: Apache-2.0
// A scenario: one network on one hardware, at all its evaluation times. What decides a trial's
// integers is in its canonical text, whose SHA-256 names it. `at` is a suite at a point:
// suite_at().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/network/evaluator.h"
#include "results/schema.h"
#include "suites/experiments/point.h"
#include "suites/experiments/workload.h"

namespace imcbench {

// Changes when the numbers of an unchanged suite change: it is part of every scenario's hash.
inline constexpr int kNumericsVersion = 1;

// The record of a scenario: everything but how many chips and why.
ScenarioRecord make_record(const Suite& at, const ScenarioPoint& point, const Workload& workload);

// Where and in what portions chips are computed; never changes a result.
struct BackendOptions {
  bool cuda = false;
  int device = 0;
  std::uint32_t threads = 1;
  std::uint32_t sample_batch = 16;
};

// A scenario that can run: the weights on tiles, and the evaluator. `ranges`: of the inputs of its
// tiles (calibrated_ranges.h).
class PreparedScenario {
 public:
  PreparedScenario(const Suite& at, const ScenarioPoint& point,
                   std::shared_ptr<const Workload> workload, const std::vector<float>& ranges,
                   const BackendOptions& backend);
  PreparedScenario(const PreparedScenario&) = delete;

  Evaluator& evaluator() { return *evaluator_; }
  std::size_t tiles() const { return analog_.tiles.size(); }
  std::uint64_t devices() const { return analog_.devices(); }
  // While chips run in batches of `chips`; the workload is not counted.
  std::size_t planned_bytes(std::uint32_t chips) const;

 private:
  std::shared_ptr<const Workload> workload_;
  AnalogNetwork analog_;
  std::unique_ptr<Evaluator> evaluator_;
};

std::unique_ptr<Evaluator> make_evaluator(const AnalogNetwork& analog, const SampleSet& samples,
                                          bool keep_bits, const BackendOptions& backend);

}  // namespace imcbench
