// SPDX-License-Identifier: Apache-2.0
// Figures of one network of a table, each with its 95 % interval over chips. Nothing where the
// scenario was left out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "analysis/statistics/verdict.h"
#include "suites/report/figures.h"
#include "suites/tables/network_rows.h"

namespace imcbench {

inline constexpr const char* kDirectName = "direct";
inline constexpr const char* kHwaName = "hwa";
inline constexpr const char* kHwaEnding = "-hwa";

// The scenario of a model and an optimization in the sweep; null when it was left out.
const ScenarioResult* find_scenario(const ResultFile& result, const std::string& model,
                                    const std::string& optimization);

// Of the network's own model.
std::optional<TimeFigures> figures_at(const NetworkResult& row, const std::string& optimization,
                                      double time_s);
std::optional<Estimate> normalized_at(const NetworkResult& row, const std::string& optimization,
                                      double time_s);

// Mean accuracy of `a` minus `b` on the chips and samples that both have.
std::optional<Estimate> difference_at(const ScenarioResult* a, const ScenarioResult* b,
                                      double time_s);
std::optional<Estimate> hwa_minus_direct(const NetworkResult& row, double time_s);
// "MODEL-hwa" minus "MODEL-hwa<variant>".
std::optional<Estimate> full_minus_variant(const NetworkResult& row, const std::string& variant,
                                           double time_s);

// A* of every chip where the MVM error is that of the tolerance study, mean over `parameters`:
// those that reach the error. Empty where none does.
std::vector<double> equal_error_chips(const NetworkResult& row,
                                      const std::vector<std::string>& parameters);
// From the tolerance study; an end that was not found is infinite.
std::optional<Estimate> tolerance_of(const NetworkResult& row, const std::string& parameter);

}  // namespace imcbench
