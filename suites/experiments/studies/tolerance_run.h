// SPDX-License-Identifier: Apache-2.0
// One run of a tolerance study: all searches side by side, a value each per round.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/root_finding.h"
#include "suites/experiments/studies/tolerance.h"

namespace imcbench {

// A model and an optimization on the base hardware.
struct ToleranceBase {
  std::string model, optimization;
  std::size_t scenario = 0;
  double fp = 0, chance = 0;
  std::vector<double> normalized;  // A* of every chip: [chips]
};

// One value of one parameter.
struct TolerancePoint {
  std::size_t scenario = 0;
  std::vector<double> normalized;  // A* of every chip: [chips]
};

// The search of one parameter for one base.
struct ToleranceLine {
  const ToleranceBase* base;
  const SweptParameter* parameter;
  ToleranceSearch search;
  std::vector<EvaluatedPoint> history;
  std::map<double, TolerancePoint> points;  // by value
  double wanted = 0;                    // not simulated yet
  std::optional<ToleranceEstimate> estimate;
};

class ToleranceRun {
 public:
  ToleranceRun(const ToleranceStudy::Options& options, const Suite& suite, TrialSource& source);

  // Both false when interrupted.
  bool simulate_bases();
  bool search();
  const std::vector<ToleranceBase>& bases() const { return bases_; }
  const std::vector<ToleranceLine>& lines() const { return lines_; }
  std::size_t scenario(const ToleranceBase& base, const SweptParameter& parameter, double value);
  bool ensure(const std::vector<std::size_t>& scenarios);
  // A* of every chip, relative to the floating point of the base.
  std::vector<double> normalized(const ToleranceBase& base, std::size_t scenario) const;

 private:
  ToleranceLine make_line(const ToleranceBase& base, const SweptParameter& parameter) const;
  bool advance(ToleranceLine& line) const;  // false: done
  void add_margins(ToleranceLine& line, double asked, double value) const;

  const ToleranceStudy::Options& options_;
  TrialSource& source_;
  std::vector<std::uint32_t> chips_;
  std::vector<ToleranceBase> bases_;
  std::vector<ToleranceLine> lines_;
};

}  // namespace imcbench
