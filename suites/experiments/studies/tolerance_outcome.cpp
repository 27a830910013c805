// SPDX-License-Identifier: Apache-2.0
// ToleranceStudy::run, and its outcome as JSON.
#include <cmath>
#include <limits>

#include "suites/experiments/mvm_error.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/tolerance_run.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Json row_head(const ToleranceBase& base, const SweptParameter& parameter) {
  return {{"model", base.model},
          {"optimization", base.optimization},
          {"parameter", parameter.name},
          {"unit", parameter.unit}};
}

// Of whole numbers the one towards the harmless end: the last that is borne.
double settled(const SweptParameter& parameter, double value) {
  if (!parameter.range.whole_numbers() || std::isnan(value)) return value;
  return parameter.range.rising() ? std::floor(value) : std::ceil(value);
}

Json points_json(const ToleranceLine& line, const TrialSource& source) {
  Json points = Json::array();
  for (const auto& [value, point] : line.points) {
    Json json = {{"value", value}};
    put_estimate(json, "normalized_accuracy", "low", "high", mean_with_interval(point.normalized));
    json["chips"] = point.normalized.size();
    json["sha256"] = source.record(point.scenario).sha256;
    points.push_back(std::move(json));
  }
  return points;
}

Json line_json(const ToleranceLine& line, const TrialSource& source, const MvmMeter& meter,
               const Suite& suite, double time_s) {
  const SweptParameter& p = *line.parameter;
  const ToleranceEstimate& e = *line.estimate;
  const double tolerance = settled(p, e.tolerance);
  Json row = row_head(*line.base, p);
  row["scale"] = p.range.scale_name();
  row["base_value"] = json_number(p.base_value.value_or(kNaN));
  row["from"] = p.range.from();
  row["to"] = p.range.to();
  row["direction"] = p.range.rising() ? "rising" : "falling";
  row["verdict"] = name_of(e.verdict);
  row["tolerance"] = json_number(tolerance);
  row["low"] = json_number(settled(p, e.low));
  row["high"] = json_number(settled(p, e.high));
  row["chips"] = line.base->normalized.size();
  row["mvm_error"] = json_number(
      std::isnan(tolerance) ? kNaN : meter.epsilon(p.hardware_at(suite, tolerance), time_s));
  row["points"] = points_json(line, source);
  return row;
}

// One base and parameter at equal MVM error.
struct EqualPoint {
  const ToleranceBase* base;
  const SweptParameter* parameter;
  std::optional<double> value;  // nothing: out of range
  std::size_t scenario = 0;
};

std::vector<EqualPoint> equal_points(ToleranceRun& run, const ToleranceStudy::Options& options,
                                     const Suite& suite, const MvmMeter& meter) {
  std::vector<std::optional<double>> values;
  for (const SweptParameter& p : options.parameters) {
    const auto hardware_at = [&](double value) { return p.hardware_at(suite, value); };
    values.push_back(find_equal_mvm_error(meter, hardware_at, *options.equal_mvm_error, p.range,
                                          options.time_s));
  }
  std::vector<EqualPoint> points;
  for (const ToleranceBase& base : run.bases()) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const SweptParameter& p = options.parameters[i];
      points.push_back({&base, &p, values[i], values[i] ? run.scenario(base, p, *values[i]) : 0});
    }
  }
  return points;
}

Json equal_json(const EqualPoint& point, const ToleranceRun& run, const TrialSource& source) {
  Json row = row_head(*point.base, *point.parameter);
  row["verdict"] = point.value ? "found" : "out_of_range";
  row["value"] = json_number(point.value.value_or(kNaN));
  std::vector<double> chips;
  if (point.value) chips = run.normalized(*point.base, point.scenario);
  put_estimate(row, "normalized_accuracy", "low", "high", mean_with_interval(chips));
  row["chips"] = chips.size();
  row["sha256"] = point.value ? Json(source.record(point.scenario).sha256) : Json(nullptr);
  return row;
}

std::optional<Json> equal_mvm_error(ToleranceRun& run, const ToleranceStudy::Options& options,
                                    const Suite& suite, TrialSource& source,
                                    const MvmMeter& meter) {
  const std::vector<EqualPoint> points = equal_points(run, options, suite, meter);
  std::vector<std::size_t> scenarios;
  for (const EqualPoint& point : points) {
    if (point.value) scenarios.push_back(point.scenario);
  }
  if (!run.ensure(scenarios)) return std::nullopt;
  Json rows = Json::array();
  for (const EqualPoint& point : points) rows.push_back(equal_json(point, run, source));
  return Json{{"mvm_error", *options.equal_mvm_error}, {"rows", std::move(rows)}};
}

}  // namespace

std::optional<Json> ToleranceStudy::run(const Suite& suite, TrialSource& source) const {
  ToleranceRun run(options_, suite, source);
  if (!run.simulate_bases() || !run.search()) return std::nullopt;
  const MvmMeter meter(suite.seed);
  std::optional<Json> equal = Json(nullptr);
  if (options_.equal_mvm_error) equal = equal_mvm_error(run, options_, suite, source, meter);
  if (!equal) return std::nullopt;
  Json rows = Json::array();
  for (const ToleranceLine& line : run.lines()) {
    rows.push_back(line_json(line, source, meter, suite, options_.time_s));
  }
  return Json{{"study", "tolerance"},      {"normalized_accuracy", options_.normalized_accuracy},
              {"time_s", options_.time_s}, {"level", kDefaultLevel},
              {"rows", std::move(rows)},   {"equal_mvm_error", std::move(*equal)}};
}

}  // namespace imcbench
