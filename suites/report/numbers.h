// SPDX-License-Identifier: Apache-2.0
// How figures are written: percent with two digits in text, plain fractions in JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "suites/config/json_number.h"

namespace imcbench {

// "90.02", "-" for a figure that is undefined (NaN).
std::string percent(double fraction);

// "90.02 [89.95, 90.09]".
std::string percent_range(const Estimate& estimate);

// "+0.31 [+0.12, +0.50]", for differences, in percentage points.
std::string points_range(const Estimate& estimate);

// "14.8 [10.2, 18.7]", for ratios; "above 10.2" where the value is infinite, "?" where it is NaN.
std::string ratio_range(const Estimate& estimate);

// "0.031", "<1e-16" rather than 0, "-" for NaN.
std::string p_value_text(double p);

// "a = 1\nb = 2\n" -> "a = 1, b = 2".
std::string one_line(const std::string& lines);

// Adds name, name_low and name_high.
void add_estimate(nlohmann::ordered_json& row, const std::string& name, const Estimate& estimate);

// A table of texts: every column as wide as its widest cell, two spaces apart, the first `left`
// columns to the left and the others to the right. Ends in a line end.
std::string text_table(const std::vector<std::vector<std::string>>& rows, std::size_t left);

}  // namespace imcbench
