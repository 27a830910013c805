// SPDX-License-Identifier: Apache-2.0
// What many scenarios share: a network after its optimization, and the samples it is run on.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "datasets/recent.h"
#include "kernels/network/evaluator.h"
#include "suites/experiments/suite.h"

namespace imcbench {

struct Workload {
  Network network;           // as it is mapped
  std::string model_sha256;  // of the network before its optimization
  std::string companion_sha256;  // of the model that took its place; empty if none did
  std::string data_sha256;
  double chance_accuracy = 0;
  std::uint32_t split_samples = 0;   // of the whole split
  std::vector<float> x;              // [samples][input.size()], normalized
  std::vector<std::uint16_t> labels;  // [samples][predictions]
  std::uint32_t samples = 0, predictions = 1;
  // Of these predictions, in floating point, before the optimization: what A* compares with.
  std::uint32_t fp_correct = 0;
  double fp_loss = 0;          // nat per prediction
  std::vector<float> train_x;  // [train_count][input.size()], for calibration
  std::uint32_t train_count = 0;

  // Predictions: what results count and average over.
  std::uint32_t count() const { return static_cast<std::uint32_t>(labels.size()); }
  SampleSet sample_set() const { return {x, labels, samples, predictions}; }
  std::size_t bytes() const;
};

// Loads what a suite of one model and one optimization asks for; the last few stay in memory.
// InputError for whatever is missing or does not fit together.
class Workloads {
 public:
  explicit Workloads(DataSearch search) : data_(std::move(search)) {}
  std::shared_ptr<const Workload> get(const Suite& suite);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Workload> workload;
  };
  RecentDatasets data_;
  std::list<Entry> recent_;  // latest first
};

// "optimization.NAME.PARAM = value", one a line, of the suite's one optimization: part of a
// scenario's canonical text.
std::string optimization_text(const Suite& suite);

}  // namespace imcbench
