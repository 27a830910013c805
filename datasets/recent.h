// SPDX-License-Identifier: Apache-2.0
// The first samples of data sets that were read last, so that a run of many models on the same
// samples decompresses and checks a set once: CIFAR-10 takes seconds. What is kept grows with the
// samples in use, not with the set.
#pragma once

#include <list>
#include <memory>
#include <string_view>

#include "datasets/dataset.h"
#include "datasets/search.h"

namespace imcbench {

struct FirstSamples {
  Dataset data;               // of count samples; its sha256 is that of the whole split
  std::uint32_t split_count;  // of the whole split
};

class RecentDatasets {
 public:
  static constexpr std::size_t kKept = 2;  // samples to score, and samples to calibrate with

  explicit RecentDatasets(DataSearch search) : search_(std::move(search)) {}
  // At least `samples` samples, or the whole split. Errors of load_dataset().
  std::shared_ptr<const FirstSamples> get(std::string_view name, std::string_view split,
                                          std::uint32_t samples);

 private:
  DataSearch search_;
  std::list<std::shared_ptr<const FirstSamples>> recent_;  // latest first
};

}  // namespace imcbench
