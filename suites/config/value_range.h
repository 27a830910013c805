// SPDX-License-Identifier: Apache-2.0
// Ranges of numbers in TOML, KIND = [from, to, points]: evenly spaced themselves (linear) or in
// their logarithm (log2, log10). The ends are the numbers as written; what lies between is rounded
// to 12 significant digits, so that it has a short text and does not depend on the library's log;
// whole powers of two and ten are exact.
#pragma once

#include <string>
#include <vector>

#include "suites/config/toml_reader.h"

namespace imcbench {

// "linear", "log2", "log10"
std::vector<std::string> range_kinds();

// The values of the range `kind` = [from, to, points]. InputError for ends that are equal, below or
// above the bounds, not positive where a logarithm is taken, and for fewer than two points.
std::vector<double> read_range_of_kind(TomlTable& table, const std::string& kind, double min,
                                       double max);

// The one of `keys` that the table has; InputError when there is none or more than one.
std::string only_key_of(TomlTable& table, const std::vector<std::string>& keys);

// The values of the one range that the table has.
std::vector<double> read_range(TomlTable& table, double min, double max);

}  // namespace imcbench
