// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/trial_source.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "kernels/core/check.h"

namespace imcbench {

std::shared_ptr<const Workload> TrialSource::workload(const ScenarioPoint&) {
  throw std::logic_error("this source of trials has no networks");
}

std::vector<std::uint32_t> chip_range(std::uint32_t first, std::uint32_t count) {
  std::vector<std::uint32_t> chips(count);
  std::iota(chips.begin(), chips.end(), first);
  return chips;
}

std::size_t time_index(const ScenarioRecord& record, double time_s, const std::string& place) {
  const auto found = std::find(record.time_s.begin(), record.time_s.end(), time_s);
  if (found == record.time_s.end()) {
    input_error("{}: time_s = {} is not one of chips.times_s: {}", place, time_s,
                fmt::join(record.time_s, ", "));
  }
  return static_cast<std::size_t>(found - record.time_s.begin());
}

std::vector<double> accuracies(const ScenarioRecord& record, const Trials& trials,
                               std::size_t time) {
  const std::size_t times = record.time_s.size();
  IMC_EXPECT(time < times);
  std::vector<double> out;
  for (std::size_t c = 0; c < trials.chip.size(); ++c) {
    out.push_back(static_cast<double>(trials.correct[c * times + time]) / record.predictions());
  }
  return out;
}

}  // namespace imcbench
