// SPDX-License-Identifier: Apache-2.0
// A parameter of the hardware that a study moves, as its table in a suite file says:
//
//   name = "output_noise.sigma"    to = 0.5      the harmful end
//   from = 0.04                    optional, the harmless end: the base value unless given; where
//                                  the stage is off in the base, the smallest (to below the
//                                  default: the largest) value allowed
//   scale = "linear"               or "log"; linear unless given
//   with = ["a.b", ...]            optional: parameters that are set to the same value, where the base
//                                  has the same
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suites/config/toml_reader.h"
#include "suites/experiments/parameter_range.h"
#include "suites/experiments/point.h"

namespace imcbench {

struct SweptParameter {
  std::string name, unit, place;          // "a.b + c.d" of several
  std::vector<std::string> set_together;  // their names; the first is what the range is of
  std::optional<double> base_value;  // nothing where the stage is off in the base
  ParameterRange range;

  // A value as it is set: whole where the parameter is.
  double settable(double value) const;
  // No settings at the base value: that point is the base itself.
  std::vector<Setting> settings(double value) const;
  Hardware hardware_at(const Suite& suite, double value) const;
};

// InputError with file:line:column.
SweptParameter read_swept_parameter(TomlTable table, const Suite& suite);

}  // namespace imcbench
