// SPDX-License-Identifier: Apache-2.0
#include "suites/report/claims.h"

#include <cstdlib>
#include <regex>

#include "kernels/core/check.h"
#include "suites/report/figures.h"

namespace imcbench {

namespace {

double within(double value, bool ends_allowed, const std::string& text, const char* what) {
  const bool fits = ends_allowed ? value >= 0.0 && value <= 1.0 : value > 0.0 && value < 1.0;
  if (!fits) {
    input_error("--claim {}: the {} = {} is out of range; allowed: 0 to 1 ({}), or 0% to 100%",
                text, what, value, ends_allowed ? "both included" : "neither included");
  }
  return value;
}

ClaimText checked(double share, double target, const std::string& text) {
  return {within(share, false, text, "share of chips"), within(target, true, text, "accuracy")};
}

}  // namespace

ClaimText parse_claim(const std::string& text) {
  static const std::regex words(
      R"(\s*([0-9.]+)\s*%\s*of\s+chips\s+(?:above|at\s+least|reach)\s+([0-9.]+)\s*%\s*)");
  static const std::regex fractions(R"(\s*([0-9.]+)\s*:\s*([0-9.]+)\s*)");
  std::smatch found;
  const auto number = [&](int group) { return std::strtod(found[group].str().c_str(), nullptr); };
  if (std::regex_match(text, found, words)) {
    return checked(number(1) / 100.0, number(2) / 100.0, text);
  }
  if (std::regex_match(text, found, fractions)) return checked(number(1), number(2), text);
  input_error("--claim {}: write \"99% of chips above 90%\" or 0.99:0.90", text);
}

std::vector<ClaimRow> judge_claims(const ResultFile& result, const std::vector<ClaimText>& claims,
                                   double confidence, bool all_times) {
  std::vector<ClaimRow> rows;
  for (const ScenarioResult& scenario : result.scenarios) {
    const ScenarioRecord& r = scenario.record;
    if (r.time_s.empty() || scenario.trials.chip.empty() || !in_sweep(r)) continue;
    for (std::size_t t = all_times ? 0 : r.time_s.size() - 1; t < r.time_s.size(); ++t) {
      const std::vector<std::uint32_t> correct = correct_at(scenario, t);
      for (const ClaimText& claim : claims) {
        const std::uint64_t good =
            count_good(correct, good_threshold(claim.target, r.predictions()));
        rows.push_back({&r, r.time_s[t], claim, confidence, correct.size(), good,
                        judge_claim(good, correct.size(), claim.share, confidence)});
      }
    }
  }
  return rows;
}

}  // namespace imcbench
