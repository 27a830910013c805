// SPDX-License-Identifier: Apache-2.0
#include "suites/cli/run_options.h"

#include <charconv>
#include <optional>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kMaxThreads = 4096, kMaxBatch = 1'000'000, kMaxShards = 1'000'000;

std::uint64_t whole_number(const std::string& option, const std::string& text, std::uint64_t min,
                           std::uint64_t max) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < min || value > max) {
    input_error("{} {}: a whole number from {} to {} is needed", option, text, min, max);
  }
  return value;
}

std::optional<std::uint32_t> maybe_number(const std::string& option, const std::string& text,
                                          std::uint64_t min, std::uint64_t max) {
  if (text.empty()) return std::nullopt;
  return static_cast<std::uint32_t>(whole_number(option, text, min, max));
}

ShardSpec parse_shard(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) {
    input_error("--shard {}: the form is i/n, for example 1/3 for the first of three", text);
  }
  const auto count = static_cast<std::uint32_t>(
      whole_number("--shard i/n: n =", text.substr(slash + 1), 1, kMaxShards));
  const auto index =
      static_cast<std::uint32_t>(whole_number("--shard i/n: i =", text.substr(0, slash), 1, count));
  return {index, count};
}

}  // namespace

void check_backend(const std::string& backend) {
  const std::vector<std::string> valid{"auto", "cpu", "cuda"};
  for (const std::string& name : valid) {
    if (name == backend) return;
  }
  input_error("--backend {}: unknown backend{}", backend, suggestion(backend, valid));
}

std::shared_ptr<RunArguments> add_run_options(CLI::App& app) {
  auto a = std::make_shared<RunArguments>();
  app.add_option("suite", a->suite, "suite file")->required();
  app.add_option("--chips", a->chips, "chips instead of the suite's chips.count");
  app.add_option("--samples", a->samples, "test samples instead of the suite's data.samples");
  app.add_option("--seed", a->seed, "seed instead of the suite's");
  app.add_option("--threads", a->threads, "processor threads (default: all)");
  app.add_option("--chip-batch", a->chip_batch,
                 "chips per sealed batch; never changes a result (default: 16, 256 on cuda)");
  app.add_option("--sample-batch", a->sample_batch,
                 "samples per forward pass; never changes a result (default: 16)");
  app.add_option("--backend", a->options.backend, "auto, cpu or cuda (default: auto)");
  app.add_option("--device", a->device,
                 "number of the CUDA device (default: 0, or one per MPI rank)");
  app.add_option("--shard", a->shard, "i/n: only the i-th of n parts of the chips, i from 1");
  app.add_option("--data-dir", a->options.data_dir, "folder to look for data sets first");
  return a;
}

Suite finish_run_options(RunArguments& a) {
  SuiteOverrides overrides;
  overrides.chips = maybe_number("--chips", a.chips, 1, kMaxChips);
  overrides.samples = maybe_number("--samples", a.samples, 1, kMaxSamples);
  if (!a.seed.empty()) overrides.seed = whole_number("--seed", a.seed, 0, INT64_MAX);
  a.options.threads = maybe_number("--threads", a.threads, 1, kMaxThreads).value_or(0);
  a.options.chip_batch = maybe_number("--chip-batch", a.chip_batch, 1, kMaxBatch).value_or(0);
  a.options.sample_batch = maybe_number("--sample-batch", a.sample_batch, 1, kMaxBatch).value_or(0);
  if (!a.device.empty()) {
    a.options.device = static_cast<int>(whole_number("--device", a.device, 0, 1023));
  }
  a.options.shard = parse_shard(a.shard);
  check_backend(a.options.backend);
  Suite suite = parse_suite(a.suite);
  apply_overrides(suite, overrides);
  return suite;
}

}  // namespace imcbench
