// SPDX-License-Identifier: Apache-2.0
// Data sets that were read last, so that a run of many models on the same samples decompresses and
// checks them once: CIFAR-10 takes seconds.
#pragma once

#include <list>
#include <memory>
#include <string_view>

#include "datasets/dataset.h"
#include "datasets/search.h"

namespace imcbench {

class RecentDatasets {
 public:
  static constexpr std::size_t kKept = 2;  // samples to score, and samples to calibrate with

  explicit RecentDatasets(DataSearch search) : search_(std::move(search)) {}
  // As load_dataset(), and its errors.
  std::shared_ptr<const Dataset> get(std::string_view name, std::string_view split);

 private:
  DataSearch search_;
  std::list<std::shared_ptr<const Dataset>> recent_;  // latest first
};

}  // namespace imcbench
