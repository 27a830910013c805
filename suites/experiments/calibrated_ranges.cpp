// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/calibrated_ranges.h"

#include "kernels/core/check.h"
#include "kernels/network/calibration.h"

namespace imcbench {

namespace {

std::string key_of(const Suite& at, const Workload& workload) {
  return fmt::format("{}\n{}{}\n{}\n{} {}\n{} {}", at.optimizations.front(), optimization_text(at),
                     workload.model_sha256, workload.companion_sha256, workload.data_sha256,
                     workload.train_count, at.hardware["mapping"].values["tile_inputs"],
                     fmt::join(at.hardware["input_range"].values.values, " "));
}

}  // namespace

const std::vector<float>& CalibratedRanges::of(const Suite& at, const Workload& workload) {
  const auto [entry, is_new] = known_.try_emplace(key_of(at, workload));
  if (is_new) {
    entry->second = calibrate_input_ranges(workload.network, at.hardware, workload.train_x.data(),
                                           workload.train_count);
  }
  return entry->second;
}

}  // namespace imcbench
