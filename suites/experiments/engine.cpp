// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/engine.h"

#include <algorithm>
#include <cstdio>

#include "kernels/core/check.h"
#include "results/shard.h"

namespace imcbench {

namespace {

// Takes tasks until none is left. False when interrupted; what was sealed stays.
template <class Seal, class Advance>
bool take_tasks(const std::vector<Task>& tasks, TaskRunner& runner, Ranks& ranks, Seal seal,
                Advance advance) {
  const auto progress = [&] {
    ranks.poll();
    advance();
    return !interrupted();
  };
  for (std::uint64_t i = ranks.next_task(); i < tasks.size(); i = ranks.next_task()) {
    if (interrupted()) return false;
    std::optional<Trials> trials = runner.run(tasks[i], progress);
    if (!trials) return false;
    seal(i, std::move(*trials));
  }
  return true;
}

std::vector<std::uint32_t> not_done(const std::vector<std::uint32_t>& wanted,
                                    const std::vector<std::uint32_t>& done) {
  std::vector<std::uint32_t> missing;
  std::set_difference(wanted.begin(), wanted.end(), done.begin(), done.end(),
                      std::back_inserter(missing));
  return missing;
}

}  // namespace

Engine::Engine(TaskRunner& runner, Journal& journal, Ranks& ranks, std::uint32_t chip_batch,
               ProgressMeter& meter)
    : runner_(runner), journal_(journal), ranks_(ranks), chip_batch_(chip_batch), meter_(meter) {}

void Engine::dismiss_ranks() {
  ranks_.broadcast("");
  if (ranks_.size() > 1) fmt::print(stderr, "rank 0: {} batches of chips\n", sealed_);
}

std::size_t Engine::scenario(const ScenarioPoint& point) {
  ScenarioRecord record = runner_.record(point);
  const auto found = indices_.find(record.sha256);
  if (found != indices_.end()) return found->second;
  const std::size_t planned = journal_.scenario_count();
  const std::size_t index = journal_.add_scenario(record);
  if (index >= planned) {  // else the meter began with what is there of it
    meter_.find(journal_.done_chips(index).size() * runner_.suite().times_s.size());
  }
  IMC_EXPECT(index <= known_.size());
  if (index == known_.size()) known_.emplace_back();
  known_[index] = {point, record};
  indices_.emplace(record.sha256, index);
  return index;
}

const ScenarioRecord& Engine::record(std::size_t scenario) const {
  return known_.at(scenario).record;
}

Engine::Work Engine::missing_work(std::span<const TrialRequest> requests) const {
  std::map<std::size_t, std::vector<std::uint32_t>> wanted;
  for (const TrialRequest& request : requests) {
    std::vector<std::uint32_t>& chips = wanted[request.scenario];
    std::vector<std::uint32_t> both;
    std::set_union(chips.begin(), chips.end(), request.chips.begin(), request.chips.end(),
                   std::back_inserter(both));
    chips = std::move(both);
  }
  Work work;
  for (const auto& [scenario, chips] : wanted) {
    const auto missing = not_done(chips, journal_.done_chips(scenario));
    for (std::size_t first = 0; first < missing.size(); first += chip_batch_) {
      const std::size_t count = std::min<std::size_t>(chip_batch_, missing.size() - first);
      const auto begin = missing.begin() + static_cast<std::ptrdiff_t>(first);
      work.tasks.push_back(
          {known_.at(scenario).point, {begin, begin + static_cast<std::ptrdiff_t>(count)}});
      work.scenario.push_back(scenario);
    }
  }
  return work;
}

bool Engine::simulate(const Work& work) {
  ranks_.broadcast(to_text(work.tasks));
  ranks_.start_tasks();
  const bool done = take_tasks(
      work.tasks, runner_, ranks_,
      [&](std::size_t i, Trials trials) {
        journal_.seal(work.scenario[i], std::move(trials));
        ++sealed_;
        absorb();
      },
      [&] { meter_.advance(); });
  const bool stopped = ranks_.any(!done);
  absorb();
  return !stopped;
}

// As they come: the progress is that of all ranks, and little is left to read at the end.
void Engine::absorb() {
  if (ranks_.size() == 1) return;
  meter_.advance(journal_.absorb() * runner_.suite().times_s.size());
}

void Engine::note_planned(std::span<const TrialRequest> requests) {
  for (const TrialRequest& request : requests) {
    ScenarioRecord& record = known_.at(request.scenario).record;
    record.planned_chips =
        std::max(record.planned_chips, static_cast<std::uint32_t>(request.chips.size()));
    journal_.set_planned_chips(request.scenario, record.planned_chips);
  }
}

bool Engine::ensure(std::span<const TrialRequest> requests) {
  note_planned(requests);
  const Work work = missing_work(requests);
  return work.tasks.empty() || simulate(work);
}

Trials Engine::trials(std::size_t scenario, std::span<const std::uint32_t> chips) const {
  return journal_.trials(scenario, chips);
}

void Engine::set_stopping(std::size_t scenario, const std::string& rule,
                          const std::string& reason) {
  journal_.set_stopping(scenario, rule, reason);
}

void serve(TaskRunner& runner, Ranks& ranks, const std::string& output,
           const Provenance& provenance) {
  std::uint64_t sealed = 0;
  for (std::string text = ranks.broadcast(""); !text.empty(); text = ranks.broadcast("")) {
    const ShardWriter writer(output, provenance);  // rank 0 has opened the journal by now
    const std::vector<Task> tasks = tasks_from_text(text);
    ranks.start_tasks();
    const bool done = take_tasks(
        tasks, runner, ranks,
        [&](std::size_t i, const Trials& trials) {
          writer.seal(runner.record(tasks[i].point), trials);
          ++sealed;
        },
        [] {});
    ranks.any(!done);
  }
  fmt::print(stderr, "rank {}: {} batches of chips\n", ranks.rank(), sealed);
}

}  // namespace imcbench
