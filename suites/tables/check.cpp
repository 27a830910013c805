// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/check.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "kernels/core/check.h"
#include "suites/experiments/human_time.h"
#include "suites/tables/layouts.h"

namespace imcbench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Estimate kNothing{kNaN, kNaN, kNaN};

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
                const TableTarget& target, const TableFile& table, const Suite& suite) {
  if (std::find(valid.begin(), valid.end(), name) != valid.end()) return;
  input_error("{}: {} has no {} '{}'{}", target.place,
              table.networks.empty() ? suite.path : table.path, what, name,
              suggestion(name, valid));
}

void check_time(double time_s, const std::string& place, const Suite& suite) {
  const std::vector<double>& times = suite.times_s;
  if (std::find(times.begin(), times.end(), time_s) != times.end()) return;
  input_error("{}: {} has no time_s = {}; it has {}", place, suite.path, time_s,
              fmt::join(times, ", "));
}

void check_study(const TableFile& table, const Suite& suite) {
  const std::string wanted = find_layout(table.layout).study;
  const bool there = std::any_of(suite.studies.begin(), suite.studies.end(),
                                 [&](const NamedStudy& study) { return study.name == wanted; });
  if (wanted.empty() || there) return;
  input_error("{}: layout '{}' takes a suite with [{}], which {} has not", table.path, table.layout,
              wanted, suite.path);
}

// Every model that the table may have a row of.
std::vector<std::string> models_of(const TableFile& table, const Suite& suite) {
  if (table.networks.empty()) return suite.models;
  std::vector<std::string> models;
  for (const TableNetwork& network : table.networks) {
    const auto more = find_layout(table.layout).models(network);
    models.insert(models.end(), more.begin(), more.end());
  }
  return models;
}

std::vector<TableCell> cells_of_all(const std::string& figure,
                                    const std::vector<const ResultFile*>& files) {
  std::vector<TableCell> cells;
  for (const ResultFile* file : files) {
    const std::vector<TableCell> more = find_table_figure(figure).cells(*file);
    cells.insert(cells.end(), more.begin(), more.end());
  }
  return cells;
}

std::vector<TargetResult> judge_all(const TableFile& table,
                                    const std::vector<const ResultFile*>& files) {
  std::map<std::string, std::vector<TableCell>> cells;  // of each figure
  std::vector<TargetResult> results;
  for (const TableTarget& target : table.targets) {
    if (!cells.contains(target.figure)) cells[target.figure] = cells_of_all(target.figure, files);
    const std::vector<TableCell>& all = cells[target.figure];
    const bool there = std::any_of(all.begin(), all.end(), [&](const TableCell& cell) {
      return cell.model == target.model && cell.optimization == target.optimization;
    });
    if (!there) {
      results.push_back({&target, kNothing, TargetVerdict::not_there});
      continue;
    }
    const Estimate estimate = cell_of(target, all).estimate;
    results.push_back({&target, estimate, judge(estimate, target.value, target.tolerance)});
  }
  return results;
}

}  // namespace

const char* verdict_name(TargetVerdict verdict) {
  static const std::map<TargetVerdict, const char*> names = {
      {TargetVerdict::met, "pass"},
      {TargetVerdict::missed, "fail"},
      {TargetVerdict::not_enough_chips, "not enough chips"},
      {TargetVerdict::not_there, "not there"}};
  return names.at(verdict);
}

TargetVerdict judge(const Estimate& estimate, double value, double tolerance) {
  const double low = value - tolerance, high = value + tolerance;
  if (estimate.low >= low && estimate.high <= high) return TargetVerdict::met;
  if (estimate.high < low || estimate.low > high) return TargetVerdict::missed;
  return TargetVerdict::not_enough_chips;
}

void check_targets(const TableFile& table, const Suite& suite) {
  if (!table.networks.empty()) check_study(table, suite);
  const std::vector<std::string> models = models_of(table, suite);
  for (const TableTarget& target : table.targets) {
    check_name(target.model, models, "model", target, table, suite);
    check_name(target.optimization, suite.optimizations, "optimization", target, table, suite);
    if (!find_table_figure(target.figure).at_time) continue;
    check_time(target.time_s, target.place, suite);
  }
  const SolutionPlan* solutions = table.solutions.solutions.empty() ? nullptr : &table.solutions;
  for (const TableClaim& claim : table.claims) {
    if (claim.time_s > 0) check_time(claim.time_s, claim.place, suite);
    judge_table_claim(claim, {{}, solutions});  // its names are those of the table
  }
}

std::vector<TargetResult> judge_targets(const TableFile& table, const ResultFile& result) {
  return judge_all(table, {&result});
}

std::vector<TargetResult> judge_targets(const TableFile& table,
                                        std::span<const NetworkResult> results) {
  std::vector<const ResultFile*> files;
  for (const NetworkResult& row : results) files.push_back(&row.result);
  return judge_all(table, files);
}

TargetVerdict overall(const std::vector<TargetResult>& targets,
                      const std::vector<ClaimResult>& claims) {
  std::set<TargetVerdict> found;
  for (const TargetResult& target : targets) found.insert(target.verdict);
  for (const ClaimResult& claim : claims) {
    if (!claim.claim->report_only) found.insert(claim.verdict);
  }
  const bool nothing = found.size() == 1 && found.contains(TargetVerdict::not_there);
  if (found.contains(TargetVerdict::missed)) return TargetVerdict::missed;
  if (nothing || found.contains(TargetVerdict::not_enough_chips)) {
    return TargetVerdict::not_enough_chips;
  }
  return TargetVerdict::met;
}

}  // namespace imcbench
