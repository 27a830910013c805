// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/tolerance.h"

#include "analysis/statistics/root_finding.h"
#include "kernels/core/check.h"
#include "suites/experiments/studies/study_keys.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kDefaultChips = 64;

std::vector<SweptParameter> read_parameters(TomlTable& table, const Suite& suite) {
  std::vector<SweptParameter> parameters;
  for (TomlTable& entry : table.tables("parameter")) {
    parameters.push_back(read_swept_parameter(std::move(entry), suite));
    for (std::size_t i = 0; i + 1 < parameters.size(); ++i) {
      if (parameters[i].name != parameters.back().name) continue;
      input_error("{}: '{}' is there twice", parameters.back().place, parameters.back().name);
    }
  }
  return parameters;
}

std::unique_ptr<const Study> parse(TomlTable table, const Suite& suite) {
  ToleranceStudy::Options options;
  options.normalized_accuracy = table.real("normalized_accuracy", 0.01, 0.9999, 0.99);
  options.time_s = read_study_time(table, suite);
  options.chips = read_study_chips(table, kDefaultChips);
  if (table.offers("equal_mvm_error")) {
    options.equal_mvm_error = table.real("equal_mvm_error", 1e-6, 1e3);
  }
  options.parameters = read_parameters(table, suite);
  table.finish("key in [tolerance]:");
  return std::make_unique<ToleranceStudy>(std::move(options));
}

}  // namespace

StudyPlan ToleranceStudy::plan(const Suite& suite) const {
  const std::uint64_t bases = suite.models.size() * suite.optimizations.size();
  const std::uint64_t values =
      ToleranceSearch{}.max_evaluations + (options_.equal_mvm_error ? 1 : 0);
  StudyPlan plan;
  plan.scenarios = bases * (1 + options_.parameters.size() * values);
  plan.chips = plan.scenarios * options_.chips;
  for (const SweptParameter& p : options_.parameters) {
    plan.lines.push_back(fmt::format("{} from {} to {} ({}), at most {} values", p.name,
                                     p.range.from(), p.range.to(), p.range.scale_name(), values));
  }
  return plan;
}

const StudyRecord kToleranceStudy = {
    "tolerance",
    "The value of each parameter at which normalized accuracy falls to a share of the base's.",
    "Rasch et al., Nat. Commun. 14, 5282 (2023); search and interval: our choice",
    parse,
    tolerance_text,
};

}  // namespace imcbench
