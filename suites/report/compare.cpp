// SPDX-License-Identifier: Apache-2.0
#include "suites/report/compare.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/report/figures.h"
#include "suites/report/numbers.h"
#include "suites/report/shared_chips.h"

namespace imcbench {

namespace {

struct Match {
  const ScenarioResult* a;
  const ScenarioResult* b;
};

// Scenarios of pilots and studies have no partner: their chips follow laws of their own.
std::vector<const ScenarioResult*> sweep_of(const ResultFile& file) {
  std::vector<const ScenarioResult*> scenarios;
  for (const ScenarioResult& scenario : file.scenarios) {
    if (in_sweep(scenario.record)) scenarios.push_back(&scenario);
  }
  return scenarios;
}

bool same_identity(const ScenarioRecord& a, const ScenarioRecord& b) {
  return a.sha256 == b.sha256;
}

bool same_name(const ScenarioRecord& a, const ScenarioRecord& b) {
  return scenario_name(a) == scenario_name(b) && a.dataset == b.dataset && a.split == b.split;
}

// Takes the pairs that `belong` out of both lists.
void take_matches(std::vector<const ScenarioResult*>& a, std::vector<const ScenarioResult*>& b,
                  bool (*belong)(const ScenarioRecord&, const ScenarioRecord&),
                  std::vector<Match>& matches) {
  std::vector<const ScenarioResult*> left;
  for (const ScenarioResult* scenario : a) {
    const auto other = std::find_if(b.begin(), b.end(), [&](const ScenarioResult* candidate) {
      return belong(scenario->record, candidate->record);
    });
    if (other == b.end()) {
      left.push_back(scenario);
      continue;
    }
    matches.push_back({scenario, *other});
    b.erase(other);
  }
  a = std::move(left);
}

// What simulates the same belongs together; then what is called the same.
std::vector<Match> find_matches(const ResultFile& a, const ResultFile& b, Comparison& comparison) {
  std::vector<const ScenarioResult*> only_a = sweep_of(a), only_b = sweep_of(b);
  if (only_a.size() == 1 && only_b.size() == 1) return {{only_a[0], only_b[0]}};
  std::vector<Match> matches;
  take_matches(only_a, only_b, same_identity, matches);
  take_matches(only_a, only_b, same_name, matches);
  for (const ScenarioResult* scenario : only_a) {
    comparison.unmatched.push_back(scenario_name(scenario->record) + ": only in the first file");
  }
  for (const ScenarioResult* scenario : only_b) {
    comparison.unmatched.push_back(scenario_name(scenario->record) + ": only in the second file");
  }
  return matches;
}

// Same seed: chip 7 of one is chip 7 of the other.
CompareRow row_at(const Match& match, std::size_t time_a, std::size_t time_b, bool same_seed,
                  double margin) {
  const ScenarioRecord& a = match.a->record;
  const ScenarioRecord& b = match.b->record;
  CompareRow row{&a, &b, a.time_s[time_a], 0, 0, false, {}, 0, {}};
  const SharedChips shared =
      same_seed ? shared_chips(*match.a, time_a, *match.b, time_b) : SharedChips{};
  row.paired = shared.a.size() >= 2;
  if (row.paired) {
    row.chips_a = row.chips_b = shared.a.size();
    row.difference = compare_paired(shared.b, shared.a, a.predictions()).paired;
  } else {
    const auto correct_a = correct_at(*match.a, time_a), correct_b = correct_at(*match.b, time_b);
    row.chips_a = correct_a.size();
    row.chips_b = correct_b.size();
    row.difference = welch_difference(correct_b, b.predictions(), correct_a, a.predictions());
  }
  row.verdict = equivalence_verdict({row.difference.low, row.difference.high}, margin);
  return row;
}

void add_rows(const Match& match, bool same_seed, const CompareOptions& options,
              Comparison& comparison) {
  const std::vector<double>& times_a = match.a->record.time_s;
  const std::vector<double>& times_b = match.b->record.time_s;
  const std::size_t before = comparison.rows.size();
  for (std::size_t t = 0; t < times_a.size(); ++t) {
    if (options.time_s && times_a[t] != *options.time_s) continue;
    const auto other = std::find(times_b.begin(), times_b.end(), times_a[t]);
    if (other == times_b.end()) continue;
    comparison.rows.push_back(row_at(match, t, static_cast<std::size_t>(other - times_b.begin()),
                                     same_seed, options.margin));
  }
  if (comparison.rows.size() > before) return;
  comparison.unmatched.push_back(fmt::format(
      "{}: no {}; the first file has {} s, the second {} s", scenario_name(match.a->record),
      options.time_s ? fmt::format("time_s = {} in both", *options.time_s)
                     : std::string("time is in both"),
      fmt::join(times_a, ", "), fmt::join(times_b, ", ")));
}

void adjust(std::vector<CompareRow>& rows) {
  std::vector<CompareRow*> tested;  // a difference of fewer than two chips has no p value
  std::vector<double> p_values;
  for (CompareRow& row : rows) {
    row.p_adjusted = row.difference.p_value;
    if (row.p_adjusted != row.p_adjusted) continue;
    tested.push_back(&row);
    p_values.push_back(row.difference.p_value);
  }
  p_values = holm_adjusted(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) tested[i]->p_adjusted = p_values[i];
}

}  // namespace

Comparison compare_files(const ResultFile& a, const ResultFile& b, const CompareOptions& options) {
  Comparison comparison;
  for (const Match& match : find_matches(a, b, comparison)) {
    const std::string why_not = obstacle(match.a->record, match.b->record);
    if (why_not.empty()) {
      add_rows(match, a.provenance.seed == b.provenance.seed, options, comparison);
    } else {
      comparison.unmatched.push_back(scenario_name(match.a->record) + ": " + why_not);
    }
  }
  if (comparison.rows.empty()) {
    input_error("nothing to compare: {}", fmt::join(comparison.unmatched, "; "));
  }
  adjust(comparison.rows);
  return comparison;
}

}  // namespace imcbench
