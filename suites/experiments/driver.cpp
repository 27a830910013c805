// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/driver.h"

#include <fmt/chrono.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "datasets/list.h"
#include "kernels/core/check.h"
#include "results/journal.h"
#include "suites/experiments/build_info.h"
#include "suites/experiments/memory.h"
#include "suites/experiments/progress.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kCpuChipBatch = 16, kCudaChipBatch = 256;
constexpr std::uint32_t kCpuSampleBatch = 16;

struct ChipRange {
  std::uint32_t first, last;  // last exclusive
};

ChipRange shard_range(std::uint32_t chips, const ShardSpec& shard) {
  const auto at = [&](std::uint64_t i) {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(chips) * i / shard.count);
  };
  return {at(shard.index - 1), at(shard.index)};
}

bool wants_cuda(const RunOptions& options) {
  return options.backend == "cuda" || (options.backend == "auto" && cuda_device_count() > 0);
}

std::unique_ptr<Evaluator> make_evaluator(const Scenario& scenario, const Suite& suite,
                                          const RunOptions& options) {
  EvaluatorOptions evaluator;
  evaluator.threads = options.threads > 0 ? options.threads
                                          : static_cast<std::uint32_t>(omp_get_num_procs());
  evaluator.sample_batch = options.sample_batch > 0 ? options.sample_batch : kCpuSampleBatch;
  evaluator.sample_batch = std::min(evaluator.sample_batch, scenario.record.samples);
  evaluator.keep_bits = suite.keep_bits;
  if (wants_cuda(options)) {
    return make_cuda_evaluator(scenario.analog, scenario.samples(), evaluator, options.device);
  }
  return make_cpu_evaluator(scenario.analog, scenario.samples(), evaluator);
}

std::uint32_t chip_batch_of(const RunOptions& options) {
  if (options.chip_batch > 0) return options.chip_batch;
  return wants_cuda(options) ? kCudaChipBatch : kCpuChipBatch;
}

// What a run adds to the program as it is loaded (libraries, with CUDA's a few hundred MiB): HDF5
// buffers, thread stacks, the allocator's reserve.
constexpr std::size_t kRunningBytes = std::size_t{32} << 20;
// Reading a data set holds its largest split up to this many times: the bytes read so far, their
// growing copy, and the test samples already read.
constexpr std::size_t kReadingCopies = 3;

std::size_t fixed_bytes(const Suite& suite) {
  const DatasetRecord& data = find_dataset(suite.dataset);
  std::size_t largest = 0;
  for (const SplitRecord& split : data.splits) largest = std::max<std::size_t>(largest, split.count);
  return resident_memory_bytes() + kRunningBytes +
         kReadingCopies * largest * data.height * data.width * data.channels;
}

// Bytes of one scenario while it runs.
std::size_t planned_bytes(const Scenario& scenario, const Evaluator& evaluator,
                          std::uint32_t chip_batch) {
  std::size_t bytes = scenario.x.size() * sizeof(float) + scenario.labels.size();
  for (const AnalogTile& tile : scenario.analog.tiles) bytes += tile.target.size() * sizeof(float);
  for (const Layer& layer : scenario.network.layers) {
    if (layer.product() != nullptr) bytes += layer.product()->weight.size() * sizeof(float);
  }
  return bytes + evaluator.planned_bytes(chip_batch);
}

void check_memory(std::size_t bytes) {
  const std::size_t available = available_memory_bytes();
  if (available > 0 && bytes > available) {
    input_error("the run needs {}, but only {} of memory are free; use fewer --threads, a smaller "
                "--chip-batch or --sample-batch", human_bytes(bytes), human_bytes(available));
  }
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

struct PreparedRun {
  std::vector<std::unique_ptr<Scenario>> scenarios;
  std::vector<ScenarioRecord> records;
  ChipRange range;
};

PreparedRun prepare(const Suite& suite, const RunOptions& options) {
  PreparedRun run;
  run.range = shard_range(suite.chips, options.shard);
  if (run.range.first == run.range.last) {
    input_error("--shard {}/{}: no chip of {} falls into this shard", options.shard.index,
                options.shard.count, suite.chips);
  }
  const DataSearch search = standard_search(options.data_dir);
  for (const ScenarioName& name : scenario_names(suite)) {
    run.scenarios.push_back(prepare_scenario(suite, name, search));
    ScenarioRecord& record = run.scenarios.back()->record;
    record.planned_chips = run.range.last - run.range.first;
    record.stopping_rule = fmt::format("fixed number of chips: {}", record.planned_chips);
    run.records.push_back(record);
  }
  return run;
}

std::vector<std::uint32_t> chips_to_do(ChipRange range, const std::vector<std::uint32_t>& done) {
  std::vector<std::uint32_t> todo;
  for (std::uint32_t chip = range.first; chip < range.last; ++chip) {
    if (!std::binary_search(done.begin(), done.end(), chip)) todo.push_back(chip);
  }
  return todo;
}

// False when interrupted; then what is sealed stays.
bool run_scenario(const Scenario& scenario, Evaluator& evaluator, std::size_t index,
                  const std::vector<std::uint32_t>& todo, std::uint32_t chip_batch,
                  Journal& journal, ProgressMeter& meter) {
  const auto progress = [&] {
    meter.advance();
    return !interrupted();
  };
  for (std::size_t first = 0; first < todo.size(); first += chip_batch) {
    const std::size_t count = std::min<std::size_t>(chip_batch, todo.size() - first);
    const std::span<const std::uint32_t> chips(todo.data() + first, count);
    TrialCounts counts;
    if (!evaluator.evaluate(chips, counts, progress)) return false;
    journal.seal(index, {{chips.begin(), chips.end()},
                         std::move(counts.correct),
                         std::move(counts.loss_q24),
                         std::move(counts.rejected),
                         std::move(counts.correct_bits)});
    if (interrupted() && first + count < todo.size()) return false;
  }
  journal.set_stopping_reason(
      index, fmt::format("reached {} chips", scenario.record.planned_chips));
  return true;
}

JournalMode journal_mode(const RunOptions& options) {
  if (options.overwrite) return JournalMode::overwrite;
  return options.resume ? JournalMode::resume : JournalMode::fresh;
}

std::uint64_t trials_of(const Journal& journal, std::size_t times) {
  std::uint64_t trials = 0;
  for (std::size_t i = 0; i < journal.scenario_count(); ++i) {
    trials += journal.done_chips(i).size() * times;
  }
  return trials;
}

}  // namespace

RunOutcome run_suite(const Suite& suite, const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t bytes = fixed_bytes(suite);
  const PreparedRun run = prepare(suite, options);
  const std::uint32_t chip_batch = chip_batch_of(options);
  std::vector<std::unique_ptr<Evaluator>> evaluators;
  for (const auto& scenario : run.scenarios) {
    evaluators.push_back(make_evaluator(*scenario, suite, options));
  }
  for (std::size_t i = 0; i < evaluators.size(); ++i) {
    bytes += planned_bytes(*run.scenarios[i], *evaluators[i], chip_batch);
  }
  check_memory(bytes);
  Journal journal(options.out, make_provenance(suite, options, *evaluators.front()), run.records,
                  journal_mode(options));
  for (const std::string& message : journal.bad_shards()) fmt::print(stderr, "note: {}\n", message);

  RunOutcome outcome;
  const std::size_t times = suite.times_s.size();
  outcome.trials_planned =
      static_cast<std::uint64_t>(run.range.last - run.range.first) * times * run.records.size();
  outcome.already_complete = journal.already_complete();
  fmt::print(stderr, "{}: backend {}, {}; memory planned {}\n", suite.name,
             evaluators.front()->backend(), evaluators.front()->device(), human_bytes(bytes));
  ProgressMeter meter(suite.name, "trials", outcome.trials_planned, trials_of(journal, times));
  for (std::size_t i = 0; i < run.scenarios.size() && !outcome.interrupted; ++i) {
    const std::vector<std::uint32_t> todo = chips_to_do(run.range, journal.done_chips(i));
    outcome.interrupted =
        !run_scenario(*run.scenarios[i], *evaluators[i], i, todo, chip_batch, journal, meter);
  }
  meter.finish();
  if (!outcome.interrupted) journal.finish();
  outcome.trials_done = trials_of(journal, times);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return outcome;
}

RunPlan plan_run(const Suite& suite, const RunOptions& options) {
  RunPlan plan{};
  plan.memory_bytes = fixed_bytes(suite);
  const PreparedRun run = prepare(suite, options);
  plan.chips = run.range.last - run.range.first;
  for (const auto& scenario : run.scenarios) {
    const auto evaluator = make_evaluator(*scenario, suite, options);
    plan.memory_bytes += planned_bytes(*scenario, *evaluator, chip_batch_of(options));
    plan.trials += plan.chips * suite.times_s.size();
    plan.backend = evaluator->backend();
    plan.device = evaluator->device();
    plan.scenarios.push_back(fmt::format(
        "{} / {}: {} tiles, {} devices a chip, floating-point accuracy {}/{}, sha256 {}",
        scenario->record.model, scenario->record.optimization, scenario->analog.tiles.size(),
        scenario->analog.devices(), scenario->record.fp_correct, scenario->record.samples,
        scenario->record.sha256.substr(0, 16)));
  }
  return plan;
}

}  // namespace imcbench
