// SPDX-License-Identifier: Apache-2.0
// The range in which a parameter is searched: from its harmless end to its harmful one, which may
// lie above or below, in equal steps or in equal ratios. A value has five digits, so that it reads
// well where it names a scenario; whole numbers stay whole.
#pragma once

namespace imcbench {

class ParameterRange {
 public:
  enum class Steps { linear, log };

  // from != to; both positive for log.
  ParameterRange(double from, double to, Steps steps, bool whole_numbers);

  double from() const { return from_; }
  double to() const { return to_; }
  bool rising() const { return to_ > from_; }
  bool logarithmic() const { return steps_ == Steps::log; }
  const char* scale_name() const { return logarithmic() ? "log" : "linear"; }
  bool whole_numbers() const { return whole_; }

  // 0 at from(), 1 at to().
  double position(double value) const;
  // The value at a position in [0, 1], as it may be set.
  double value(double position) const;
  // The same, not rounded.
  double exact_value(double position) const;
  double between(double a, double b) const { return value((position(a) + position(b)) / 2); }

 private:
  double from_, to_;
  Steps steps_;
  bool whole_;
};

}  // namespace imcbench
