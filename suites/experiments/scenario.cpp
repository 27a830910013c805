// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/scenario.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "suites/experiments/varied_evaluator.h"
#include "suites/optimizations/list.h"

namespace imcbench {

namespace {

std::string canonical_text(const Suite& at, const ScenarioRecord& record,
                           const std::string& companion_sha256) {
  std::string text = at.hardware.canonical_text();
  if (!companion_sha256.empty()) text += fmt::format("companion.sha256 = {}\n", companion_sha256);
  text += fmt::format("data.samples = {}\n", record.samples);
  text += fmt::format("data.set = {}\ndata.sha256 = {}\ndata.split = {}\n", record.dataset,
                      record.data_sha256, record.split);
  text += record.factors;
  text += fmt::format("model.sha256 = {}\n", record.model_sha256);
  text += fmt::format("numerics_version = {}\n", kNumericsVersion);
  text += fmt::format("optimization = {}\n", record.optimization);
  text += optimization_text(at);
  text += fmt::format("seed = {}\n", at.seed);
  text += fmt::format("times_s = [{}]\n", fmt::join(at.times_s, ", "));
  return text;
}

}  // namespace

ScenarioRecord make_record(const Suite& at, const ScenarioPoint& point, const Workload& workload) {
  ScenarioRecord record;
  record.model = point.model;
  record.optimization = point.optimization;
  record.dataset = at.dataset;
  record.split = at.split;
  record.settings = settings_text(point.settings);
  record.factors = point.variation.text();
  record.study = point.study;
  record.model_sha256 = workload.model_sha256;
  record.data_sha256 = workload.data_sha256;
  record.samples = workload.samples;
  record.predictions_per_sample = workload.predictions;
  record.fp_correct = workload.fp_correct;
  record.fp_loss = workload.fp_loss;
  record.chance_accuracy = workload.chance_accuracy;
  record.accuracy_target = at.accuracy_target;
  record.time_s = at.times_s;
  record.canonical_text = canonical_text(at, record, workload.companion_sha256);
  record.sha256 = sha256_hex(record.canonical_text);
  return record;
}

std::unique_ptr<Evaluator> make_evaluator(const AnalogNetwork& analog, const SampleSet& samples,
                                          bool keep_bits, const BackendOptions& backend) {
  EvaluatorOptions options;
  options.threads = backend.threads;
  options.sample_batch = std::min(backend.sample_batch, samples.count);
  options.keep_bits = keep_bits;
  return backend.cuda ? make_cuda_evaluator(analog, samples, options, backend.device)
                      : make_cpu_evaluator(analog, samples, options);
}

PreparedScenario::PreparedScenario(const Suite& at, const ScenarioPoint& point,
                                   std::shared_ptr<const Workload> workload,
                                   const std::vector<float>& ranges, const BackendOptions& backend)
    : workload_(std::move(workload)) {
  analog_ = build_analog_network(workload_->network, at.hardware, ranges, at.times_s, at.seed);
  evaluator_ = point.variation.empty()
                   ? make_evaluator(analog_, workload_->sample_set(), at.keep_bits, backend)
                   : make_varied_evaluator(at, point.variation, *workload_, ranges, backend);
}

std::size_t PreparedScenario::planned_bytes(std::uint32_t chips) const {
  std::size_t bytes = evaluator_->planned_bytes(chips);
  for (const AnalogTile& tile : analog_.tiles) bytes += tile.target.size() * sizeof(float);
  return bytes;
}

}  // namespace imcbench
