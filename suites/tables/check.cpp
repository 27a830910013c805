// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/check.h"

#include <algorithm>
#include <map>

#include "kernels/core/check.h"
#include "suites/experiments/human_time.h"

namespace imcbench {

namespace {

bool same_place(const TableTarget& target, const TableCell& cell) {
  return target.model == cell.model && target.optimization == cell.optimization &&
         target.settings == cell.settings && target.time_s == cell.time_s &&
         target.parameter == cell.parameter;
}

std::string column_text(const TableTarget& target) {
  return target.parameter.empty() ? human_time(target.time_s) : target.parameter;
}

const TableCell& cell_of(const TableTarget& target, const std::vector<TableCell>& cells) {
  for (const TableCell& cell : cells) {
    if (same_place(target, cell)) return cell;
  }
  std::vector<std::string> settings;
  for (const TableCell& cell : cells) {
    if (cell.settings != target.settings) settings.push_back(fmt::format("'{}'", cell.settings));
  }
  input_error("{}: the result has no {} of {} / {} with settings '{}' at {}{}", target.place,
              target.figure, target.model, target.optimization, target.settings,
              column_text(target),
              settings.empty() ? "" : suggestion(fmt::format("'{}'", target.settings), settings));
}

void check_name(const std::string& name, const std::vector<std::string>& valid, const char* what,
                const TableTarget& target, const Suite& suite) {
  if (std::find(valid.begin(), valid.end(), name) != valid.end()) return;
  input_error("{}: {} has no {} '{}'{}", target.place, suite.path, what, name,
              suggestion(name, valid));
}

}  // namespace

const char* verdict_name(TargetVerdict verdict) {
  static const std::map<TargetVerdict, const char*> names = {
      {TargetVerdict::met, "pass"},
      {TargetVerdict::missed, "fail"},
      {TargetVerdict::not_enough_chips, "not enough chips"}};
  return names.at(verdict);
}

TargetVerdict judge(const Estimate& estimate, double value, double tolerance) {
  const double low = value - tolerance, high = value + tolerance;
  if (estimate.low >= low && estimate.high <= high) return TargetVerdict::met;
  if (estimate.high < low || estimate.low > high) return TargetVerdict::missed;
  return TargetVerdict::not_enough_chips;
}

void check_targets(const TableFile& table, const Suite& suite) {
  for (const TableTarget& target : table.targets) {
    check_name(target.model, suite.models, "model", target, suite);
    check_name(target.optimization, suite.optimizations, "optimization", target, suite);
    if (!find_table_figure(target.figure).at_time) continue;
    if (std::find(suite.times_s.begin(), suite.times_s.end(), target.time_s) !=
        suite.times_s.end()) {
      continue;
    }
    input_error("{}: {} has no time_s = {}; it has {}", target.place, suite.path, target.time_s,
                fmt::join(suite.times_s, ", "));
  }
}

std::vector<TargetResult> judge_targets(const TableFile& table, const ResultFile& result) {
  std::map<std::string, std::vector<TableCell>> cells;
  std::vector<TargetResult> results;
  for (const TableTarget& target : table.targets) {
    if (!cells.contains(target.figure)) {
      cells[target.figure] = find_table_figure(target.figure).cells(result);
    }
    const Estimate estimate = cell_of(target, cells[target.figure]).estimate;
    results.push_back({&target, estimate, judge(estimate, target.value, target.tolerance)});
  }
  return results;
}

TargetVerdict overall(const std::vector<TargetResult>& results) {
  TargetVerdict verdict = TargetVerdict::met;
  for (const TargetResult& result : results) {
    if (result.verdict == TargetVerdict::missed) return TargetVerdict::missed;
    if (result.verdict == TargetVerdict::not_enough_chips) verdict = result.verdict;
  }
  return verdict;
}

}  // namespace imcbench
