// SPDX-License-Identifier: Apache-2.0
// The sections after the scenarios: components, comparisons, claims, studies.
#include <fmt/format.h>

#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/experiments/studies/list.h"
#include "suites/report/numbers.h"
#include "suites/report/text.h"

namespace imcbench {

namespace {

std::string component(double sigma2, bool was_negative) {
  if (std::isnan(sigma2)) return "-";  // one chip or one sample
  return was_negative ? "0 (estimate < 0)" : fmt::format("{:.3g}", sigma2);
}

std::string outcome_text(const ClaimRow& row) {
  std::string text(claim_verdict_name(row.outcome.verdict));
  if (row.outcome.verdict == ClaimVerdict::not_enough_chips) {
    text += fmt::format(": {} more needed if none of them fails", row.outcome.more_chips);
  }
  return text;
}

std::string study_text(const StudyOutcome& study) {
  const StudyRecord* record = find_study(study.name);
  if (record == nullptr) {
    return fmt::format("this program does not know the study '{}'; --json prints its outcome\n",
                       study.name);
  }
  return record->text(nlohmann::ordered_json::parse(study.json));
}

}  // namespace

std::string components_text(const std::vector<ComponentsRow>& rows) {
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> table{{"scenario", "time", "var chips", "var samples",
                                               "var rest", "these test samples [95 %]",
                                               "new test samples [95 %]"}};
  for (const ComponentsRow& row : rows) {
    const VarianceComponents& v = row.components;
    table.push_back(
        {scenario_name(*row.scenario), human_time(row.time_s),
         component(v.sigma2_chip, v.chip_was_negative),
         component(v.sigma2_sample, v.sample_was_negative), component(v.sigma2_residual, false),
         percent_range(row.these_samples),
         percent_range({row.new_samples.value, row.new_samples.low, row.new_samples.high})});
  }
  return "\nvariance of a sample's right answers (their share, 0 to 1) by chips, by test samples, "
         "the rest;\n"
         "mean accuracy of new chips on these, and on new test samples of the same kind\n\n" +
         text_table(table, 1);
}

std::string comparisons_text(const std::vector<ComparisonRow>& rows) {
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> table{{"scenario", "minus", "time", "chips",
                                               "difference [95 %]", "gain", "p sign", "Holm",
                                               "p flip", "Holm"}};
  for (const ComparisonRow& row : rows) {
    const PairedComparison& p = row.paired;
    table.push_back({scenario_name(*row.scenario), scenario_name(*row.first),
                     human_time(row.time_s), std::to_string(p.chips),
                     points_range({p.paired.value, p.paired.low, p.paired.high}),
                     std::isnan(p.gain) ? "-" : fmt::format("{:.2f}", p.gain),
                     p_value_text(p.sign.p_value), p_value_text(row.sign_adjusted),
                     p_value_text(p.sign_flip.p_value), p_value_text(row.sign_flip_adjusted)});
  }
  return "\npaired comparisons on the same chips and samples, in percentage points; gain: width "
         "of\n"
         "the interval without pairing / with it; p: sign and sign-flip test, Holm over all "
         "rows\n\n" +
         text_table(table, 2);
}

std::string claims_text(const std::vector<ClaimRow>& rows) {
  if (rows.empty()) return "";
  std::vector<std::vector<std::string>> table{
      {"scenario", "claim", "time", "good chips", "share between", "outcome"}};
  for (const ClaimRow& row : rows) {
    table.push_back({scenario_name(*row.scenario),
                     fmt::format("{:g}% of chips above {:g}%", 100.0 * row.claim.share,
                                 100.0 * row.claim.target),
                     human_time(row.time_s), fmt::format("{} of {}", row.good_chips, row.chips),
                     fmt::format("{}, {}", percent(row.outcome.low), percent(row.outcome.high)),
                     outcome_text(row)});
  }
  return fmt::format("\nclaims, {:g} % confidence on either side\n\n", 100.0 * rows[0].confidence) +
         text_table(table, 6);
}

std::string studies_text(const std::vector<StudyOutcome>& studies) {
  std::string text;
  for (const StudyOutcome& study : studies) {
    text += fmt::format("\nstudy {}\n\n", study.name) + study_text(study);
  }
  return text;
}

}  // namespace imcbench
