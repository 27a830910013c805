// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/variance.h"

#include <cmath>
#include <numeric>

#include "analysis/statistics/shapley.h"
#include "analysis/statistics/sobol.h"
#include "kernels/core/check.h"
#include "suites/experiments/factor_reader.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/study_keys.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;
using Outputs = std::vector<std::vector<double>>;  // [masks][rows], accuracies

struct VarianceSettings {
  double time_s;
  std::uint32_t rows;
  bool shapley;
  std::vector<Factor> factors;

  std::size_t players() const { return factors.size() + 1; }
  // With Shapley effects every mask; without, A, B and those with one factor from B.
  std::vector<std::uint32_t> masks() const;
};

std::vector<std::uint32_t> VarianceSettings::masks() const {
  const std::uint32_t all = 1u << players();
  std::vector<std::uint32_t> masks(shapley ? all : 0);
  std::iota(masks.begin(), masks.end(), 0u);
  if (shapley) return masks;
  masks = {0, all - 1};
  for (std::size_t k = 0; k < players(); ++k) masks.push_back(1u << k);
  return masks;
}

ShapleyDecomposition decompose(const VarianceSettings& settings, const Outputs& y) {
  if (settings.shapley) return shapley_effects(y);
  const std::span<const std::vector<double>> one_from_b(y.begin() + 2, y.end());
  const SobolDecomposition sobol = sobol_indices(y[0], y[1], one_from_b);
  const double nan = std::nan("");
  ShapleyDecomposition out{sobol.mean, sobol.variance, {}};
  for (const SobolIndices& factor : sobol.factors) {
    out.factors.push_back({factor.first, factor.total, {nan, nan, nan}});
  }
  return out;
}

Json row_json(const VarianceSettings& settings, const ScenarioPoint& point,
              const ShapleyDecomposition& found) {
  Json row{{"model", point.model},
           {"optimization", point.optimization},
           {"mean", json_number(found.mean)},
           {"std", json_number(std::sqrt(found.variance))},
           {"factors", Json::array()}};
  for (std::size_t k = 0; k < found.factors.size(); ++k) {
    const bool is_factor = k < settings.factors.size();
    Json factor{{"factor", is_factor ? settings.factors[k].parameter : kChipInstance}};
    put_estimate(factor, "first", "first_low", "first_high", found.factors[k].first);
    put_estimate(factor, "total", "total_low", "total_high", found.factors[k].total);
    put_estimate(factor, "shapley", "shapley_low", "shapley_high", found.factors[k].shapley);
    row["factors"].push_back(std::move(factor));
  }
  return row;
}

class VarianceStudy final : public Study {
 public:
  explicit VarianceStudy(VarianceSettings settings) : settings_(std::move(settings)) {}
  StudyPlan plan(const Suite& suite) const override;
  std::optional<Json> run(const Suite& suite, TrialSource& source) const override;

 private:
  std::optional<Json> run_network(const std::string& model, const std::string& optimization,
                                  TrialSource& source) const;
  Json header() const;
  VarianceSettings settings_;
};

StudyPlan VarianceStudy::plan(const Suite& suite) const {
  const std::uint64_t networks = suite.models.size() * suite.optimizations.size();
  const std::uint64_t factors = settings_.factors.size();
  StudyPlan plan;
  plan.scenarios = networks * (settings_.shapley ? 1u << factors : factors + 2);
  plan.chips = networks * settings_.masks().size() * settings_.rows;
  for (const Factor& factor : settings_.factors) plan.lines.push_back(factor.text());
  plan.lines.push_back(fmt::format("{}: two of each row", kChipInstance));
  return plan;
}

std::optional<Json> VarianceStudy::run_network(const std::string& model,
                                               const std::string& optimization,
                                               TrialSource& source) const {
  std::vector<TrialRequest> requests;
  for (const std::uint32_t mask : settings_.masks()) {
    const ScenarioPoint point = variance_point(settings_.factors, mask, model, optimization);
    requests.push_back(
        {source.scenario(point), variance_chips(settings_.factors.size(), mask, settings_.rows)});
  }
  if (!source.ensure(requests)) return std::nullopt;
  Outputs y;
  for (const TrialRequest& request : requests) {
    y.push_back(chip_accuracies(source, request.scenario, request.chips, settings_.time_s));
    source.set_stopping(request.scenario, "rows of the variance design", "all rows are done");
  }
  return row_json(settings_, variance_point(settings_.factors, 0, model, optimization),
                  decompose(settings_, y));
}

Json VarianceStudy::header() const {
  Json out{
      {"study", "variance"},    {"time_s", settings_.time_s},       {"level", kDefaultLevel},
      {"quantity", "accuracy"}, {"rows_of_design", settings_.rows}, {"factors", Json::array()}};
  for (const Factor& factor : settings_.factors) {
    out["factors"].push_back({{"name", factor.parameter}, {"law", factor.text()}});
  }
  out["factors"].push_back({{"name", kChipInstance}, {"law", "all else that is random"}});
  out["rows"] = Json::array();
  return out;
}

std::optional<Json> VarianceStudy::run(const Suite& suite, TrialSource& source) const {
  Json out = header();
  for (const std::string& model : suite.models) {
    for (const std::string& optimization : suite.optimizations) {
      std::optional<Json> row = run_network(model, optimization, source);
      if (!row) return std::nullopt;
      out["rows"].push_back(std::move(*row));
    }
  }
  return out;
}

std::unique_ptr<const Study> parse(TomlTable table, const Suite& suite) {
  VarianceSettings settings;
  settings.time_s = read_study_time(table, suite);
  settings.rows = static_cast<std::uint32_t>(table.integer("rows", kFewestRows, 1 << 20, 256));
  settings.shapley = table.boolean("shapley", true);
  settings.factors = read_factors(table, suite);
  table.finish("key in [variance]:");
  const std::size_t factors = settings.factors.size();
  if (settings.shapley && factors > kMaxShapleyFactors) {
    input_error(
        "{}: {} factors; shapley = true takes at most {}, as it needs 2^(factors + 1) "
        "designs of {} chips; with shapley = false {} designs do for the first-order and "
        "total indices",
        table.place("factor"), factors, kMaxShapleyFactors, settings.rows, factors + 3);
  }
  return std::make_unique<VarianceStudy>(std::move(settings));
}

}  // namespace

ScenarioPoint variance_point(const std::vector<Factor>& factors, std::uint32_t mask,
                             const std::string& model, const std::string& optimization) {
  ScenarioPoint point{model, optimization, {}, {}, "variance"};
  point.variation.factors = factors;
  for (std::size_t k = 0; k < factors.size(); ++k) {
    point.variation.draw_sets.push_back(mask >> k & 1u ? "B" : "A");
  }
  return point;
}

std::vector<std::uint32_t> variance_chips(std::size_t factors, std::uint32_t mask,
                                          std::uint32_t rows) {
  return chip_range(mask >> factors & 1u ? kDesignRows : 0, rows);
}

const StudyRecord kVarianceStudy{
    "variance",
    "Shares of the variance of accuracy explained by parameters that differ from chip to "
    "chip, and by the chip instance: Sobol indices and Shapley effects.",
    "Saltelli et al., Comput. Phys. Commun. 181, 259 (2010); Owen, SIAM/ASA J. Uncertain. "
    "Quantif. 2, 245 (2014)",
    parse, variance_text};

}  // namespace imcbench
