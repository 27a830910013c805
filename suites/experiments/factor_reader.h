// SPDX-License-Identifier: Apache-2.0
// Factors (variation.h) from the table of a study, one [[STUDY.factor]] each:
//
//   parameter = "STAGE.NAME"   a real parameter of a stage that is on
//   law = "uniform"            from, to: allowed values of the parameter
//   law = "normal"             mean (an allowed value), sigma > 0
//   law = "lognormal"          median (allowed, above 0), sigma > 0, of the logarithm
#pragma once

#include <vector>

#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"
#include "suites/experiments/variation.h"

namespace imcbench {

inline constexpr std::size_t kMaxFactors = 10;

// At least one. InputError for what is wrong; also when some values that the laws can give do not
// go together (g_min above g_max), seen at all combinations of the laws' ends.
std::vector<Factor> read_factors(TomlTable& table, const Suite& suite);

// Every name that a factor may have: real parameters of all stages.
std::vector<std::string> factor_parameters();

}  // namespace imcbench
