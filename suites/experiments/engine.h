// SPDX-License-Identifier: Apache-2.0
// The engine: what a study asks for is looked up in the journal, and what is not there is simulated
// by all ranks and sealed. Rank 0 has the engine, the others serve.
#pragma once

#include <map>
#include <string>

#include "results/journal.h"
#include "suites/experiments/progress.h"
#include "suites/experiments/ranks.h"
#include "suites/experiments/task_runner.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

class Engine final : public TrialSource {
 public:
  // Chips go out in tasks of at most `chip_batch`; one task is one sealed shard.
  Engine(TaskRunner& runner, Journal& journal, Ranks& ranks, std::uint32_t chip_batch,
         ProgressMeter& meter);
  // Tells the other ranks that there is no more work; the last call.
  void dismiss_ranks();

  std::size_t scenario(const ScenarioPoint& point) override;
  const ScenarioRecord& record(std::size_t scenario) const override;
  bool ensure(std::span<const TrialRequest> requests) override;
  Trials trials(std::size_t scenario, std::span<const std::uint32_t> chips) const override;
  std::shared_ptr<const Workload> workload(const ScenarioPoint& point) override {
    return runner_.workload(point);
  }
  void set_stopping(std::size_t scenario, const std::string& rule,
                    const std::string& reason) override;

 private:
  struct Known {
    ScenarioPoint point;
    ScenarioRecord record;
  };
  struct Work {
    std::vector<Task> tasks;
    std::vector<std::size_t> scenario;  // of each task
  };
  void note_planned(std::span<const TrialRequest> requests);
  Work missing_work(std::span<const TrialRequest> requests) const;
  bool simulate(const Work& work);
  void absorb();  // what the other ranks have sealed

  TaskRunner& runner_;
  Journal& journal_;
  Ranks& ranks_;
  std::uint32_t chip_batch_;
  ProgressMeter& meter_;
  std::uint64_t sealed_ = 0;                    // batches of this rank
  std::vector<Known> known_;                    // by journal index
  std::map<std::string, std::size_t> indices_;  // sha256 -> index
};

// What a rank other than 0 does: computes tasks and seals them beside the output until rank 0 has
// no more.
void serve(TaskRunner& runner, Ranks& ranks, const std::string& output,
           const Provenance& provenance);

}  // namespace imcbench
