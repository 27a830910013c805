// SPDX-License-Identifier: Apache-2.0
// Two result files against each other: which scenarios belong together, and how they differ.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/paired.h"
#include "analysis/statistics/verdict.h"
#include "results/schema.h"

namespace imcbench {

struct CompareOptions {
  double margin = 0.005;         // accuracies this near to each other are equal
  std::optional<double> time_s;  // one time only; else all that both have
};

struct CompareRow {
  const ScenarioRecord* a;
  const ScenarioRecord* b;
  double time_s;
  std::uint64_t chips_a, chips_b;  // used here
  bool paired;                     // the same chips
  MeanDifference difference;       // b minus a; Student on chip differences, or Welch
  double p_adjusted;               // Holm, over all rows
  Verdict verdict;                 // within the margin, or not
};

struct Comparison {
  std::vector<CompareRow> rows;
  std::vector<std::string> unmatched;  // scenarios with no partner, and why
};

// Scenarios belong together when model, optimization and settings agree; where each file has only
// one, these two do. Data, samples and model must agree. InputError when nothing can be compared.
// Refers to `a` and `b`.
Comparison compare_files(const ResultFile& a, const ResultFile& b, const CompareOptions& options);

// different if any row is, else not enough chips if any row is, else equal.
Verdict overall(const Comparison& comparison);

std::string comparison_text(const Comparison& comparison, const CompareOptions& options);
nlohmann::ordered_json comparison_json(const Comparison& comparison, const CompareOptions& options);

}  // namespace imcbench
