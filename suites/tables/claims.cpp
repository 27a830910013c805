// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/claims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "kernels/core/check.h"
#include "suites/report/numbers.h"
#include "suites/tables/network_figures.h"
#include "suites/tables/solution_claims.h"

namespace imcbench {

namespace {

using Parts = std::vector<ClaimPart>;
using Results = std::span<const NetworkResult>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLongest_s = 1e12;

// Hardware-aware training minus direct mapping, of every network.
Parts hwa_better(const TableClaim& claim, const ClaimInput& input) {
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const auto found = hwa_minus_direct(row, claim.time_s);
    if (found) parts.push_back({row.network->model, *found, 0, true});
  }
  return parts;
}

Parts iso_accurate(const TableClaim& claim, const ClaimInput& input) {
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const auto found = normalized_at(row, kHwaName, claim.time_s);
    if (found) parts.push_back({row.network->model, *found, kIsoAccuracy, true});
  }
  return parts;
}

// The recipe with an ingredient minus the one without it.
Parts ingredient_helps(const TableClaim& claim, const ClaimInput& input) {
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const auto found = full_minus_variant(row, claim.variant, claim.time_s);
    if (found) parts.push_back({row.network->model, *found, 0, true});
  }
  return parts;
}

// A* at equal MVM error, mean over `than` minus mean over `parameters`: the same chips.
Parts parameters_hurt_more(const TableClaim& claim, const ClaimInput& input) {
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const std::vector<double> worse = equal_error_chips(row, claim.parameters);
    const std::vector<double> better = equal_error_chips(row, claim.than);
    if (worse.empty() || better.empty()) continue;
    std::vector<double> difference(std::min(worse.size(), better.size()));
    for (std::size_t c = 0; c < difference.size(); ++c) difference[c] = better[c] - worse[c];
    parts.push_back({row.network->model, mean_with_interval(difference), 0, true});
  }
  return parts;
}

// Mean over the networks of a family of A* at equal MVM error, chip by chip.
std::vector<double> family_chips(const std::string& family,
                                 const std::vector<std::string>& parameters, Results results) {
  std::vector<double> sum;
  double networks = 0;
  for (const NetworkResult& row : results) {
    if (row.network->family != family) continue;
    const std::vector<double> chips = equal_error_chips(row, parameters);
    if (chips.empty()) continue;
    if (sum.empty()) sum.assign(chips.size(), 0.0);
    sum.resize(std::min(sum.size(), chips.size()));
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += chips[c];
    networks += 1;
  }
  for (double& value : sum) value /= networks;
  return sum;
}

// Chips of the same number share their random numbers, so the difference is taken chip by chip.
Parts family_most_robust(const TableClaim& claim, const ClaimInput& input) {
  const std::vector<double> own = family_chips(claim.family, claim.parameters, input.results);
  Parts parts;
  for (const std::string& family : claim.than) {
    std::vector<double> difference = family_chips(family, claim.parameters, input.results);
    if (own.empty() || difference.empty()) continue;
    difference.resize(std::min(difference.size(), own.size()));
    for (std::size_t c = 0; c < difference.size(); ++c) difference[c] = own[c] - difference[c];
    parts.push_back(
        {fmt::format("{} - {}", claim.family, family), mean_with_interval(difference), 0, true});
  }
  return parts;
}

// How many times more of than[0] is borne than of parameters[0].
Parts tolerance_ratio(const TableClaim& claim, const ClaimInput& input) {
  Parts parts;
  for (const NetworkResult& row : input.results) {
    if (!claim.concerns(row)) continue;
    const auto less = tolerance_of(row, claim.parameters[0]);
    const auto more = tolerance_of(row, claim.than[0]);
    if (!less || !more) continue;
    parts.push_back(
        {row.network->model,
         {more->value / less->value, less->high > 0 ? std::max(0.0, more->low) / less->high : 0.0,
          less->low > 0 ? more->high / less->low : kInfinity},
         claim.factor,
         false});
  }
  return parts;
}

struct ClaimKind {
  const char* name;
  const char* layout;     // whose results it is judged from
  std::string_view keys;  // that it takes, besides `family`
  Parts (*parts)(const TableClaim& claim, const ClaimInput& input);

  bool takes(std::string_view key) const { return keys.find(key) != std::string_view::npos; }
};

// THE LIST of claims.
constexpr ClaimKind kKinds[] = {
    {"hwa_better", "inference", "time_s", hwa_better},
    {"iso_accurate", "inference", "time_s", iso_accurate},
    {"ingredient_helps", "ablation", "time_s variant", ingredient_helps},
    {"parameters_hurt_more", "tolerance", "parameters than", parameters_hurt_more},
    {"family_most_robust", "tolerance", "parameters than", family_most_robust},
    {"tolerance_ratio", "tolerance", "parameters than factor", tolerance_ratio},
    {"falls_with_intensity", "fluctuation-accuracy", "solution", falls_with_intensity},
    {"recovers", "fluctuation-accuracy", "solution", recovers},
    {"ordering", "fluctuation-accuracy", "order margin", ordering},
    {"energy_gain", "fluctuation-energy", "accounting factor", energy_gains},
};

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const ClaimKind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

const ClaimKind& find_kind(const std::string& name) {
  const auto found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const ClaimKind& kind) { return name == kind.name; });
  IMC_EXPECT(found != std::end(kKinds));
  return *found;
}

TargetVerdict judge_part(const ClaimPart& part) {
  const Estimate& e = part.estimate;
  const bool holds = part.or_equal ? e.low >= part.threshold : e.low > part.threshold;
  const bool fails = part.or_equal ? e.high < part.threshold : e.high <= part.threshold;
  if (holds) return TargetVerdict::met;
  if (fails) return TargetVerdict::missed;
  return TargetVerdict::not_enough_chips;
}

TargetVerdict judge_most(const Parts& parts) {
  const auto count = [&](TargetVerdict verdict) {
    return 2 * std::count_if(parts.begin(), parts.end(), [&](const ClaimPart& part) {
             return judge_part(part) == verdict;
           });
  };
  const auto all = static_cast<std::ptrdiff_t>(parts.size());
  if (all == 0) return TargetVerdict::not_there;
  if (count(TargetVerdict::met) > all) return TargetVerdict::met;
  return count(TargetVerdict::missed) >= all ? TargetVerdict::missed
                                             : TargetVerdict::not_enough_chips;
}

TargetVerdict judge_parts(const Parts& parts) {
  TargetVerdict verdict = parts.empty() ? TargetVerdict::not_there : TargetVerdict::met;
  for (const ClaimPart& part : parts) {
    const TargetVerdict one = judge_part(part);
    if (one == TargetVerdict::missed) return one;
    if (one == TargetVerdict::not_enough_chips) verdict = one;
  }
  return verdict;
}

const char* word(TargetVerdict verdict) {
  static const std::map<TargetVerdict, const char*> words = {
      {TargetVerdict::met, "holds"},
      {TargetVerdict::missed, "does not hold"},
      {TargetVerdict::not_enough_chips, "not decided"},
      {TargetVerdict::not_there, "nothing to judge: its networks are not there"}};
  return words.at(verdict);
}

std::string part_text(const ClaimPart& part) {
  if (part.fraction) {
    return part.threshold <= 0 ? points_range(part.estimate) : percent_range(part.estimate);
  }
  const Estimate& e = part.estimate;
  if (std::isnan(e.value) && std::isnan(e.low)) return "not reached";
  return ratio_range(e);
}

std::string question(const ClaimPart& part) {
  const double threshold = part.threshold == 0 ? 0.0 : part.threshold;  // no -0
  return fmt::format("{} {}?", part.or_equal ? "at least" : "above",
                     part.fraction ? percent(threshold) : fmt::format("{:g}", threshold));
}

}  // namespace

TableClaim read_table_claim(TomlTable table, const std::string& layout) {
  TableClaim c;
  c.place = table.place();
  c.text = table.string("text");
  const std::vector<std::string> names = kind_names();
  c.kind = table.choice("kind", names);
  c.source = table.string("source");
  const ClaimKind& kind = find_kind(c.kind);
  if (layout != kind.layout) {
    input_error("{}: claims of kind '{}' are of layout '{}', and this table has '{}'",
                table.place("kind"), c.kind, kind.layout, layout);
  }
  c.family = table.string("family", "");
  c.network = table.string("network", "");
  if (kind.takes("time_s")) c.time_s = table.real("time_s", 0.0, kLongest_s);
  if (kind.takes("variant")) c.variant = table.string("variant");
  if (kind.takes("parameters")) c.parameters = table.strings("parameters");
  if (kind.takes("than")) c.than = table.strings("than");
  if (kind.takes("factor")) c.factor = table.real("factor", 1.0, 1e6);
  if (kind.takes("solution")) c.solution = table.string("solution");
  if (kind.takes("accounting")) c.accounting = table.string("accounting");
  if (kind.takes("order")) c.order = table.strings("order");
  if (kind.takes("margin")) c.margin = table.real("margin", 0.0, 1.0, 0.0);
  c.most = table.boolean("most", false);
  c.report_only = table.boolean("report_only", false);
  table.finish("key in [[claim]] of kind '" + c.kind + "':");
  return c;
}

ClaimResult judge_table_claim(const TableClaim& claim, const ClaimInput& input) {
  Parts parts = find_kind(claim.kind).parts(claim, input);
  const TargetVerdict verdict = claim.most ? judge_most(parts) : judge_parts(parts);
  return {&claim, std::move(parts), verdict};
}

std::string table_claims_text(std::span<const ClaimResult> claims) {
  std::string text;
  for (const ClaimResult& result : claims) {
    text += fmt::format("claim{}: {} ({})\n  {}\n",
                        result.claim->report_only ? " (not asked for by --check)" : "",
                        result.claim->text, result.claim->source, word(result.verdict));
    std::vector<std::vector<std::string>> rows;
    for (const ClaimPart& part : result.parts) {
      rows.push_back({"   ", part.name, part_text(part), question(part),
                      word(judge_part(part))});
    }
    text += text_table(rows, 5);
  }
  return text;
}

nlohmann::ordered_json table_claims_json(std::span<const ClaimResult> claims) {
  auto list = nlohmann::ordered_json::array();
  for (const ClaimResult& result : claims) {
    nlohmann::ordered_json one{{"claim", result.claim->text},
                               {"kind", result.claim->kind},
                               {"report_only", result.claim->report_only},
                               {"source", result.claim->source},
                               {"verdict", word(result.verdict)}};
    one["parts"] = nlohmann::ordered_json::array();
    for (const ClaimPart& part : result.parts) {
      nlohmann::ordered_json json{{"name", part.name}};
      add_estimate(json, "value", part.estimate);
      json["threshold"] = part.threshold;
      json["or_equal"] = part.or_equal;
      json["verdict"] = word(judge_part(part));
      one["parts"].push_back(std::move(json));
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace imcbench
