// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/run_plan.h"

#include <omp.h>

#include <algorithm>
#include <chrono>

#include "datasets/list.h"
#include "kernels/core/check.h"
#include "suites/experiments/memory.h"
#include "suites/experiments/ranks_single.h"
#include "suites/experiments/studies/list.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kCpuChipBatch = 16, kCudaChipBatch = 256;
constexpr std::uint32_t kCpuSampleBatch = 16;
constexpr std::size_t kMostProbes = 8;

// What a run adds to the program as it is loaded (libraries, with CUDA's a few hundred MiB): HDF5
// buffers, thread stacks, the allocator's reserve, and pages of CUDA's libraries that are first touched
// when the program ends, some 60 MiB.
constexpr std::size_t kRunningBytes = std::size_t{96} << 20;
// Reading a data set holds its largest split up to this many times: the bytes read so far, their
// growing copy, and the test samples already read. Of text also its words.
constexpr std::size_t kReadingCopies = 3, kReadingCopiesOfText = 6;
// Prepared scenarios and workloads that may be there at once (task_runner.cpp, workload.cpp).
constexpr std::size_t kPreparedAtOnce = 2;

std::size_t fixed_bytes(const Suite& suite) {
  const DatasetRecord& data = find_dataset(suite.dataset);
  std::size_t largest = 0;
  for (const SplitRecord& split : data.splits) {
    largest = std::max<std::size_t>(largest, split.count);
  }
  const std::size_t copies = data.kind == DataKind::tokens ? kReadingCopiesOfText : kReadingCopies;
  return resident_memory_bytes() + kRunningBytes + copies * largest * data.sample_bytes();
}

bool wants_cuda(const RunOptions& options) {
  return options.backend == "cuda" || (options.backend == "auto" && cuda_device_count() > 0);
}

int device_of(const RunOptions& options, const Ranks& ranks) {
  if (options.device >= 0) return options.device;
  const int devices = cuda_device_count();
  return devices > 0 ? static_cast<int>(ranks.local_rank()) % devices : 0;
}

// Seconds that a chip takes at all times while every thread has one.
double seconds_per_chip(const ScenarioPoint& point, TaskRunner& runner) {
  runner.prepare(point);
  const std::uint32_t chips = runner.backend().threads;
  const auto start = std::chrono::steady_clock::now();
  runner.run({point, chip_range(0, chips)}, {});
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / chips;
}

PlannedScenario planned(const ScenarioRecord& r) {
  return {r.model, r.optimization, r.settings, r.sha256, r.samples,
          r.predictions_per_sample, r.fp_correct};
}

void plan_studies(const Suite& suite, RunPlan& plan) {
  for (const NamedStudy& study : suite.studies) {
    const StudyPlan p = study.study->plan(suite);
    plan.studies.push_back({study.name, p.scenarios, p.chips, p.lines});
  }
}

}  // namespace

BackendOptions backend_of(const RunOptions& options, const Ranks& ranks) {
  BackendOptions backend;
  const auto processors = static_cast<std::uint32_t>(omp_get_num_procs());
  backend.cuda = wants_cuda(options);
  backend.device = device_of(options, ranks);
  backend.threads = options.threads > 0 ? options.threads : processors;
  backend.sample_batch = options.sample_batch > 0 ? options.sample_batch : kCpuSampleBatch;
  return backend;
}

std::uint32_t chip_batch_of(const RunOptions& options) {
  if (options.chip_batch > 0) return options.chip_batch;
  return wants_cuda(options) ? kCudaChipBatch : kCpuChipBatch;
}

std::vector<ScenarioPoint> probed_points(const std::vector<ScenarioPoint>& points) {
  if (points.size() <= kMostProbes) return points;
  std::vector<ScenarioPoint> probes;
  for (std::size_t i = 0; i < kMostProbes; ++i) {
    probes.push_back(points[i * (points.size() - 1) / (kMostProbes - 1)]);
  }
  return probes;
}

std::size_t check_memory(const Suite& suite, const std::vector<ScenarioPoint>& points,
                         TaskRunner& runner, std::uint32_t chip_batch) {
  std::size_t bytes = fixed_bytes(suite), largest = 0;
  const std::vector<ScenarioPoint> probes = probed_points(points);
  for (const ScenarioPoint& point : probes) {
    largest = std::max(largest, runner.planned_bytes(point, chip_batch));
  }
  const bool more = points.size() > 1 || !suite.studies.empty();
  bytes += (more ? kPreparedAtOnce : 1) * largest;
  const std::size_t available = available_memory_bytes();
  if (available > 0 && bytes > available) {
    input_error(
        "the run needs {}, but only {} of memory are free; use fewer --threads, a smaller "
        "--chip-batch or --sample-batch",
        human_bytes(bytes), human_bytes(available));
  }
  return bytes;
}

std::uint64_t most_trials(const Suite& suite, std::size_t points, std::uint32_t chips) {
  std::uint64_t all = static_cast<std::uint64_t>(points) * chips;
  if (suite.stopping.max_total_chips > 0) all = std::min(all, suite.stopping.max_total_chips);
  if (suite.stopping.pilot) all += points * std::uint64_t{suite.stopping.pilot->chips};
  for (const NamedStudy& study : suite.studies) all += study.study->plan(suite).chips;
  return all * suite.times_s.size();
}

RunPlan plan_run(const Suite& suite, const RunOptions& options) {
  const SingleRank alone;
  TaskRunner runner(suite, backend_of(options, alone), options.data_dir);
  const std::vector<ScenarioPoint> points = sweep_points(suite);
  RunPlan plan{};
  for (const ScenarioPoint& point : points) plan.scenarios.push_back(planned(runner.record(point)));
  plan_studies(suite, plan);
  plan.stopping_rule = suite.stopping.rule->text();
  plan.chips = suite.chips / options.shard.count;
  plan.trials = most_trials(suite, points.size(), static_cast<std::uint32_t>(plan.chips));
  plan.memory_bytes = check_memory(suite, points, runner, chip_batch_of(options));
  const std::vector<ScenarioPoint> probes = probed_points(points);
  double seconds = 0;
  for (const ScenarioPoint& point : probes) seconds += seconds_per_chip(point, runner);
  const double chips = static_cast<double>(plan.trials) / static_cast<double>(suite.times_s.size());
  plan.seconds = chips * seconds / static_cast<double>(probes.size());
  plan.backend = runner.prepare(points.front()).evaluator().backend();
  plan.device = runner.prepare(points.front()).evaluator().device();
  return plan;
}

}  // namespace imcbench
