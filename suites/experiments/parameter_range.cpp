// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/parameter_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "kernels/core/check.h"

namespace imcbench {

ParameterRange::ParameterRange(double from, double to, Steps steps, bool whole_numbers)
    : from_(from), to_(to), steps_(steps), whole_(whole_numbers) {
  IMC_EXPECT(from != to && (steps == Steps::linear || (from > 0 && to > 0)));
}

double ParameterRange::position(double value) const {
  if (steps_ == Steps::linear) return (value - from_) / (to_ - from_);
  return std::log(value / from_) / std::log(to_ / from_);
}

double ParameterRange::exact_value(double position) const {
  if (position <= 0) return from_;
  if (position >= 1) return to_;
  if (steps_ == Steps::linear) return from_ + position * (to_ - from_);
  return from_ * std::pow(to_ / from_, position);
}

double ParameterRange::value(double position) const {
  if (position <= 0) return from_;
  if (position >= 1) return to_;
  const double exact = exact_value(position);
  if (whole_) return std::round(exact);
  const double rounded = std::strtod(fmt::format("{:.5g}", exact).c_str(), nullptr);
  return std::clamp(rounded, std::min(from_, to_), std::max(from_, to_));
}

}  // namespace imcbench
