// SPDX-License-Identifier: Apache-2.0
// Chips of one scenario at one time, as studies look at them.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "suites/config/json_number.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

// Accuracy of every chip, a fraction; InputError when time_s is not evaluated.
std::vector<double> chip_accuracies(const TrialSource& source, std::size_t scenario,
                                    std::span<const std::uint32_t> chips, double time_s);

double fp_accuracy(const ScenarioRecord& record);

// value, low and high of an estimate under three names; null where undefined.
void put_estimate(nlohmann::ordered_json& row, const char* value, const char* low,
                  const char* high, const Estimate& estimate);

double number_or_nan(const nlohmann::ordered_json& value);

}  // namespace imcbench
