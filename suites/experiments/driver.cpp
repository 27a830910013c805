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
  input_error("--shard {}/{}: this suite decides from its trials what to run next, so it cannot be "
              "cut beforehand; use mpirun, or take [stopping] and the studies out", shard.index,
              shard.count);
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

// The points and the suite after a pilot has chosen samples and chips.
bool apply_pilot(Suite& suite, std::vector<ScenarioPoint>& points, TaskRunner& runner,
                 Engine& engine) {
  const std::uint32_t split_samples = runner.split_samples(points.front());
  const auto pilot = run_pilot(suite, points, split_samples, engine);
  if (!pilot) return false;
  fmt::print(stderr, "{}: {}\n", suite.name, pilot->text);
  for (ScenarioPoint& point : points) {
    point.settings.push_back({"samples", std::to_string(pilot->plan.samples)});
  }
  suite.chips = pilot->plan.chips;
  suite.stopping.rule = std::make_shared<PlannedChips>(*suite.stopping.pilot, split_samples,
                                                       pilot->text);
  return true;
}

bool run_studies(const Suite& suite, Engine& engine, Journal& journal) {
  for (const NamedStudy& study : suite.studies) {
    const auto outcome = study.study->run(suite, engine);
    if (!outcome) return false;
    journal.set_outcome(study.name, outcome->dump(1));
  }
  return true;
}

void finish(Journal& journal) {
  if (journal.left_out() > 0) {
    fmt::print(stderr, "note: {} scenarios of the suite as it was before are left out\n",
               journal.left_out());
  }
  journal.finish();
}

// What rank 0 does. `suite` is a copy: a pilot changes it.
RunOutcome direct(Suite suite, const RunOptions& options, TaskRunner& runner, Ranks& ranks) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<ScenarioPoint> points = sweep_points(suite);
  ChipRange range = shard_range(suite.chips, options.shard);
  const std::uint32_t chip_batch = chip_batch_of(options);
  const std::size_t bytes = check_memory(suite, points, runner, chip_batch);
  const Evaluator& evaluator = runner.prepare(points.front()).evaluator();

  std::vector<ScenarioRecord> records;
  if (is_fixed(suite)) {
    for (const ScenarioPoint& point : points) records.push_back(runner.record(point));
  }
  for (ScenarioRecord& record : records) {
    record.planned_chips = range.last - range.first;
    record.stopping_rule = suite.stopping.rule->text();
  }
  Journal journal(options.out, make_provenance(suite, options, evaluator), std::move(records),
                  journal_mode(options), is_fixed(suite) ? PlanKind::fixed : PlanKind::open);
  fmt::print(stderr, "{}: backend {}, {}{}; memory planned {}\n", suite.name, evaluator.backend(),
             evaluator.device(), ranks.size() > 1 ? fmt::format(", {} ranks", ranks.size()) : "",
             human_bytes(bytes));
  for (const std::string& message : journal.bad_shards()) fmt::print(stderr, "note: {}\n", message);

  RunOutcome outcome;
  const std::size_t times = suite.times_s.size();
  outcome.trials_planned = most_trials(suite, points.size(), range.last - range.first);
  ProgressMeter meter(suite.name, "trials", outcome.trials_planned, sealed_trials(journal, times));
  Engine engine(runner, journal, ranks, chip_batch, meter);
  bool done = !suite.stopping.pilot || apply_pilot(suite, points, runner, engine);
  if (suite.stopping.pilot) range = {0, suite.chips};
  done = done && run_sweep(suite, points, range, engine) && run_studies(suite, engine, journal);
  engine.dismiss_ranks();
  meter.finish();
  outcome.interrupted = !done;
  outcome.trials_done = sealed_trials(journal, times);
  outcome.already_complete = done && journal.file_is_current();
  if (done) finish(journal);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return outcome;
}

}  // namespace

RunOutcome run_suite(const Suite& suite, const RunOptions& options, Ranks& ranks) {
  check_shard(suite, options.shard);
  BackendOptions backend = backend_of(options, ranks);
  TaskRunner runner(suite, backend, options.data_dir);
  if (ranks.rank() == 0) return direct(suite, options, runner, ranks);
  Evaluator& evaluator = runner.prepare(sweep_points(suite).front()).evaluator();
  serve(runner, ranks, options.out, make_provenance(suite, options, evaluator));
  return {};
}

RunOutcome run_suite(const Suite& suite, const RunOptions& options) {
  SingleRank alone;
  return run_suite(suite, options, alone);
}

}  // namespace imcbench
