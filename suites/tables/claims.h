// SPDX-License-Identifier: Apache-2.0
// Statements about the networks of a table, as data ([[claim]]), each judged from the trials:
// holds, does not hold, or the chips cannot tell. One line each in THE LIST of claims.cpp.
//
// An interval of 95 % stands behind every part of a claim. A claim about all networks of a family
// holds where every part does, and does not hold where one is refuted: of many parts that are just
// true, one in forty each is refuted by chance. A claim about most networks (most = true) holds
// where more than half of its parts do, and does not where at least half are refuted. It speaks of
// these networks and these test samples.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "suites/tables/network_rows.h"
#include "suites/tables/solutions.h"
#include "suites/tables/verdict.h"

namespace imcbench {

// What a kind does not use stays empty.
struct TableClaim {
  std::string place;  // file:line:column
  std::string text;   // the claim in words
  std::string kind;   // of THE LIST
  std::string source;
  std::string family;             // "": networks of all families
  std::string network;            // a row's model, or "": all of them
  std::vector<std::string> than;  // families, or parameters
  std::vector<std::string> parameters;
  std::string variant;  // of [[network]] variants
  std::string solution, accounting;  // of [[solution]], of solution_gain.h
  std::vector<std::string> order;    // solutions, the lowest first
  double margin = 0;                 // of accuracy, by which an order may fail and still hold
  bool most = false;                 // more than half of the parts are enough
  double time_s = 0;
  double factor = 1;
  bool report_only = false;  // printed and judged, but --check does not ask for it

  bool concerns(const NetworkResult& row) const {
    return (family.empty() || row.network->family == family) &&
           (network.empty() || row.network->model == network);
  }
};

// One network, or one comparison, of a claim: the claim says that `estimate` is above `threshold`.
struct ClaimPart {
  std::string name;
  Estimate estimate;
  double threshold;
  bool fraction;          // printed in percentage points
  bool or_equal = false;  // at the threshold the claim holds as well
};

struct ClaimResult {
  const TableClaim* claim;
  std::vector<ClaimPart> parts;
  TargetVerdict verdict;  // met: it holds; missed: it does not
};

// InputError for a kind that is of another layout.
TableClaim read_table_claim(TomlTable table, const std::string& layout);

struct ClaimInput {
  std::span<const NetworkResult> results;
  const SolutionPlan* solutions;  // of layouts with a sweep
};

// InputError for a name that the table has not.
ClaimResult judge_table_claim(const TableClaim& claim, const ClaimInput& input);

std::string table_claims_text(std::span<const ClaimResult> claims);
nlohmann::ordered_json table_claims_json(std::span<const ClaimResult> claims);

}  // namespace imcbench
