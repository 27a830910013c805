// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/chip_scores.h"

#include <cmath>
#include <limits>

namespace imcbench {

std::vector<double> chip_accuracies(const TrialSource& source, std::size_t scenario,
                                    std::span<const std::uint32_t> chips, double time_s) {
  const ScenarioRecord& record = source.record(scenario);
  const std::size_t time = time_index(record, time_s, record.model);
  return accuracies(record, source.trials(scenario, chips), time);
}

double fp_accuracy(const ScenarioRecord& record) {
  return static_cast<double>(record.fp_correct) / record.predictions();
}

double number_or_nan(const nlohmann::ordered_json& value) {
  return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

void put_estimate(nlohmann::ordered_json& row, const char* value, const char* low, const char* high,
                  const Estimate& estimate) {
  row[value] = json_number(estimate.value);
  row[low] = json_number(estimate.low);
  row[high] = json_number(estimate.high);
}

}  // namespace imcbench
