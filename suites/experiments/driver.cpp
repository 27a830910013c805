// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/driver.h"

#include <fmt/chrono.h>

#include <chrono>
#include <cstdio>
#include <ctime>

#include "kernels/core/check.h"
#include "suites/experiments/build_info.h"
#include "suites/experiments/engine.h"
#include "suites/experiments/memory.h"
#include "suites/experiments/pilot.h"
#include "suites/experiments/ranks_single.h"
#include "suites/experiments/run_plan.h"
#include "suites/experiments/stopping/planned_chips.h"
#include "suites/experiments/studies/list.h"
#include "suites/experiments/sweep_runner.h"

namespace imcbench {

namespace {

ChipRange shard_range(std::uint32_t chips, const ShardSpec& shard) {
  const auto at = [&](std::uint64_t i) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(chips) * i / shard.count);
  };
  const ChipRange range{at(shard.index - 1), at(shard.index)};
  if (range.first == range.last) {
    input_error("--shard {}/{}: no chip of {} falls into this shard", shard.index, shard.count,
                chips);
  }
  return range;
}

// Without studies and with a fixed number of chips everything is known before it runs.
bool is_fixed(const Suite& suite) {
  return suite.studies.empty() && !suite.stopping.pilot && suite.stopping.rule->fixed();
}

void check_shard(const Suite& suite, const ShardSpec& shard) {
  if (shard.count == 1 || is_fixed(suite)) return;
  input_error(
      "--shard {}/{}: this suite decides from its trials what to run next, so it cannot be "
      "cut beforehand; use mpirun, or take [stopping] and the studies out",
      shard.index, shard.count);
}

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

Provenance make_provenance(const Suite& suite, const RunOptions& options,
                           const Evaluator& evaluator) {
  Provenance p;
  p.program_version = program_version();
  p.git_sha = program_git_sha();
  p.build = build_description();
  p.backend = evaluator.backend();
  p.device = evaluator.device();
  p.created_utc = utc_now();
  p.command_line = options.command_line;
  p.seed = suite.seed;
  p.suite_name = suite.name;
  p.suite_version = suite.version;
  p.suite_text = suite.text;
  p.overrides = suite.overrides;
  return p;
}

JournalMode journal_mode(const RunOptions& options) {
  if (options.overwrite) return JournalMode::overwrite;
  return options.resume ? JournalMode::resume : JournalMode::fresh;
}

std::uint64_t sealed_trials(const Journal& journal, std::size_t times) {
  std::uint64_t trials = 0;
  for (std::size_t i = 0; i < journal.scenario_count(); ++i) {
    trials += journal.done_chips(i).size() * times;
  }
  return trials;
}

void finish(Journal& journal) {
  if (journal.left_out() > 0) {
    fmt::print(stderr, "note: {} scenarios of the suite as it was before are left out\n",
               journal.left_out());
  }
  journal.finish();
}

// What rank 0 does. The suite is a copy: a pilot changes it.
class DirectedRun {
 public:
  DirectedRun(const Suite& suite, const RunOptions& options, TaskRunner& runner, Ranks& ranks)
      : suite_(suite),
        options_(options),
        runner_(runner),
        ranks_(ranks),
        points_(sweep_points(suite)),
        range_(shard_range(suite.chips, options.shard)) {}
  RunOutcome run();

 private:
  void announce(std::size_t bytes);
  Journal open_journal();
  std::vector<ScenarioRecord> fixed_records();
  bool simulate(Engine& engine, Journal& journal);
  bool apply_pilot(Engine& engine);
  bool run_studies(Engine& engine, Journal& journal) const;

  Suite suite_;
  const RunOptions& options_;
  TaskRunner& runner_;
  Ranks& ranks_;
  std::vector<ScenarioPoint> points_;
  ChipRange range_;
};

void DirectedRun::announce(std::size_t bytes) {
  const Evaluator& evaluator = runner_.prepare(points_.front()).evaluator();
  fmt::print(stderr, "{}: backend {}, {}{}; memory planned {}\n", suite_.name, evaluator.backend(),
             evaluator.device(), ranks_.size() > 1 ? fmt::format(", {} ranks", ranks_.size()) : "",
             human_bytes(bytes));
}

std::vector<ScenarioRecord> DirectedRun::fixed_records() {
  std::vector<ScenarioRecord> records;
  for (const ScenarioPoint& point : points_) {
    records.push_back(runner_.record(point));
    records.back().planned_chips = range_.last - range_.first;
    records.back().stopping_rule = suite_.stopping.rule->text();
  }
  return records;
}

Journal DirectedRun::open_journal() {
  const bool fixed = is_fixed(suite_);
  const Evaluator& evaluator = runner_.prepare(points_.front()).evaluator();
  return Journal(options_.out, make_provenance(suite_, options_, evaluator),
                 fixed ? fixed_records() : std::vector<ScenarioRecord>{}, journal_mode(options_),
                 fixed ? PlanKind::fixed : PlanKind::open);
}

// Samples and chips become what a pilot finds necessary.
bool DirectedRun::apply_pilot(Engine& engine) {
  const std::uint32_t split_samples = runner_.split_samples(points_.front());
  const auto pilot = run_pilot(suite_, points_, split_samples, engine);
  if (!pilot) return false;
  fmt::print(stderr, "{}: {}\n", suite_.name, pilot->text);
  for (ScenarioPoint& point : points_) {
    point.settings.push_back({"samples", std::to_string(pilot->plan.samples)});
  }
  range_ = {0, pilot->plan.chips};
  suite_.stopping.rule =
      std::make_shared<PlannedChips>(*suite_.stopping.pilot, split_samples, pilot->text);
  return true;
}

bool DirectedRun::run_studies(Engine& engine, Journal& journal) const {
  for (const NamedStudy& study : suite_.studies) {
    const auto outcome = study.study->run(suite_, engine);
    if (!outcome) return false;
    journal.set_outcome(study.name, outcome->dump(1));
  }
  return true;
}

bool DirectedRun::simulate(Engine& engine, Journal& journal) {
  if (suite_.stopping.pilot && !apply_pilot(engine)) return false;
  return run_sweep(suite_, points_, range_, engine) && run_studies(engine, journal);
}

RunOutcome DirectedRun::run() {
  const auto start = std::chrono::steady_clock::now();
  const std::size_t bytes = check_memory(suite_, points_, runner_, chip_batch_of(options_));
  Journal journal = open_journal();  // before anything is said: it may refuse
  announce(bytes);
  for (const std::string& message : journal.bad_shards()) fmt::print(stderr, "note: {}\n", message);
  RunOutcome outcome;
  const std::size_t times = suite_.times_s.size();
  outcome.trials_planned = most_trials(suite_, points_.size(), range_.last - range_.first);
  ProgressMeter meter(suite_.name, "trials", outcome.trials_planned, sealed_trials(journal, times));
  Engine engine(runner_, journal, ranks_, chip_batch_of(options_), meter);
  outcome.interrupted = !simulate(engine, journal);
  engine.dismiss_ranks();
  meter.finish();
  outcome.trials_done = sealed_trials(journal, times);
  outcome.already_complete = !outcome.interrupted && journal.file_is_current();
  if (!outcome.interrupted) finish(journal);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return outcome;
}

}  // namespace

RunOutcome run_suite(const Suite& suite, const RunOptions& options, Ranks& ranks) {
  check_shard(suite, options.shard);
  TaskRunner runner(suite, backend_of(options, ranks), options.data_dir);
  if (ranks.rank() == 0) return DirectedRun(suite, options, runner, ranks).run();
  Evaluator& evaluator = runner.prepare(sweep_points(suite).front()).evaluator();
  serve(runner, ranks, options.out, make_provenance(suite, options, evaluator));
  return {};
}

RunOutcome run_suite(const Suite& suite, const RunOptions& options) {
  SingleRank alone;
  return run_suite(suite, options, alone);
}

}  // namespace imcbench
