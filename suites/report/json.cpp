// SPDX-License-Identifier: Apache-2.0
// The report as JSON. Fractions of 1, seconds, nat; null where a figure is undefined.
#include <cmath>

#include "suites/report/numbers.h"
#include "suites/report/text.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

Json identity(const ScenarioRecord& r) {
  return {{"model", r.model}, {"optimization", r.optimization}, {"settings", one_line(r.settings)}};
}

void add_population(Json& row, const PopulationSummary& s) {
  row["accuracy_mean"] = json_number(s.mean);
  row["ci_low"] = json_number(s.ci_low);
  row["ci_high"] = json_number(s.ci_high);
  row["accuracy_std"] = json_number(s.std);
  add_estimate(row, "q05", {s.q05, s.q05_low, s.q05_high});
  add_estimate(row, "q50", {s.q50, s.q50_low, s.q50_high});
  add_estimate(row, "q95", {s.q95, s.q95_low, s.q95_high});
  row["yield"] = json_number(s.yield);
  row["yield_low"] = json_number(s.yield_low);
  row["yield_high"] = json_number(s.yield_high);
  row["fp_accuracy"] = json_number(s.fp_accuracy);
  row["rejected"] = s.rejected;
}

Json scenario_row(const ScenarioFigures& scenario, const TimeFigures& f) {
  const ScenarioRecord& r = scenario.result->record;
  Json row = identity(r);
  row["factors"] = one_line(r.factors);
  row["study"] = r.study;
  row["dataset"] = r.dataset;
  row["split"] = r.split;
  row["time_s"] = f.time_s;
  row["chips"] = f.summary.chips;
  row["samples"] = r.samples;
  row["predictions_per_sample"] = r.predictions_per_sample;
  add_population(row, f.summary);
  row["accuracy_target"] = r.accuracy_target;
  add_estimate(row, "normalized_accuracy", f.normalized);
  row["iso_accuracy_verdict"] =
      std::isnan(f.normalized.value) ? Json(nullptr) : Json(verdict_name(f.iso));
  row["anytime_low"] = json_number(scenario.anytime ? f.accuracy.low : NAN);
  row["anytime_high"] = json_number(scenario.anytime ? f.accuracy.high : NAN);
  add_estimate(row, "loss_mean", f.loss);
  row["fp_loss"] = json_number(r.fp_loss);
  add_estimate(row, "perplexity", perplexity(r, f.loss));
  row["fp_perplexity"] = json_number(perplexity(r, {r.fp_loss, r.fp_loss, r.fp_loss}).value);
  row["stopping_rule"] = r.stopping_rule;
  row["stopping_reason"] = r.stopping_reason;
  row["scenario_sha256"] = r.sha256;
  return row;
}

Json comparison_row(const ComparisonRow& c) {
  const PairedComparison& p = c.paired;
  Json row{{"scenario", identity(*c.scenario)},
           {"minus", identity(*c.first)},
           {"time_s", c.time_s},
           {"chips", p.chips}};
  add_estimate(row, "difference", {p.paired.value, p.paired.low, p.paired.high});
  add_estimate(row, "unpaired", {p.unpaired.value, p.unpaired.low, p.unpaired.high});
  row["gain"] = json_number(p.gain);
  row["p_sign"] = json_number(p.sign.p_value);
  row["p_sign_holm"] = json_number(c.sign_adjusted);
  row["p_sign_flip"] = json_number(p.sign_flip.p_value);
  row["p_sign_flip_holm"] = json_number(c.sign_flip_adjusted);
  row["p_sign_flip_exact"] = p.sign_flip.method == PValueMethod::exact;
  return row;
}

Json claim_row(const ClaimRow& c) {
  return {{"scenario", identity(*c.scenario)},
          {"time_s", c.time_s},
          {"share", c.claim.share},
          {"accuracy", c.claim.target},
          {"confidence", c.confidence},
          {"chips", c.chips},
          {"good_chips", c.good_chips},
          {"share_low", json_number(c.outcome.low)},
          {"share_high", json_number(c.outcome.high)},
          {"verdict", claim_verdict_name(c.outcome.verdict)},
          {"more_chips", c.outcome.verdict == ClaimVerdict::not_enough_chips
                             ? Json(c.outcome.more_chips)
                             : Json(nullptr)}};
}

Json components_row(const ComponentsRow& c) {
  Json row{{"scenario", identity(*c.scenario)},
           {"time_s", c.time_s},
           {"variance_chips", json_number(c.components.sigma2_chip)},
           {"variance_samples", json_number(c.components.sigma2_sample)},
           {"variance_rest", json_number(c.components.sigma2_residual)}};
  add_estimate(row, "these_samples", c.these_samples);
  add_estimate(row, "new_samples", {c.new_samples.value, c.new_samples.low, c.new_samples.high});
  return row;
}

template <class Row>
Json array_of(const std::vector<Row>& rows, Json (*one)(const Row&)) {
  Json array = Json::array();
  for (const Row& row : rows) array.push_back(one(row));
  return array;
}

}  // namespace

Json report_json(const ResultFile& result, const ReportOptions& options) {
  Json json{{"scenarios", Json::array()}};
  for (const ScenarioFigures& scenario : scenario_figures(result)) {
    for (const TimeFigures& f : scenario.times) {
      json["scenarios"].push_back(scenario_row(scenario, f));
    }
  }
  json["comparisons"] = array_of(comparisons_within(result, options.all_times), comparison_row);
  json["claims"] = array_of(
      judge_claims(result, options.claims, options.confidence, options.all_times), claim_row);
  json["components"] = array_of(components_of(result), components_row);
  json["studies"] = Json::object();
  for (const StudyOutcome& study : result.studies) {
    json["studies"][study.name] = Json::parse(study.json);
  }
  return json;
}

}  // namespace imcbench
