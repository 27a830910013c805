// SPDX-License-Identifier: Apache-2.0
// Prints every statistic for made-up inputs, with the inputs, as JSON: {"name": [{"in": {...},
// "out": {...}}, ...], ...}. parity_test.py computes the same in Python and compares.
#include <cstdint>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "analysis/statistics/claims.h"
#include "analysis/statistics/confidence_sequence.h"
#include "analysis/statistics/importance.h"
#include "analysis/statistics/paired.h"
#include "analysis/statistics/population.h"
#include "analysis/statistics/quantiles.h"
#include "analysis/statistics/sample_plan.h"
#include "analysis/statistics/shapley.h"
#include "analysis/statistics/sobol.h"
#include "analysis/statistics/two_components.h"
#include "analysis/statistics/verdict.h"

using nlohmann::json;
using namespace imcbench;

namespace {

// A linear congruential generator (Knuth, MMIX): the inputs only have to be lively.
struct Draws {
  std::uint64_t state;
  double uniform() {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state >> 11) * 0x1p-53;
  }
  double bell() {  // Irwin-Hall, variance 1
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }
  std::vector<double> bells(std::size_t n) {
    std::vector<double> values(n);
    for (double& v : values) v = bell();
    return values;
  }
  std::vector<std::uint32_t> counts(std::size_t n, double mean, double std, std::uint32_t most) {
    std::vector<std::uint32_t> values(n);
    for (std::uint32_t& v : values) {
      const double x = mean + std * bell();
      v = x <= 0.0 ? 0 : std::min(most, static_cast<std::uint32_t>(x));
    }
    return values;
  }
};

json pair_of(Interval i) { return {i.low, i.high}; }
json triple_of(Estimate e) { return {e.value, e.low, e.high}; }

void proportions(json& out) {
  for (const std::uint64_t n : {1u, 5u, 30u, 299u, 1000u, 100000u}) {
    for (const double share : {0.0, 0.01, 0.3, 0.5, 0.95, 1.0}) {
      for (const double level : {0.8, 0.95, 0.999}) {
        const auto k = static_cast<std::uint64_t>(share * static_cast<double>(n));
        out["clopper_pearson"].push_back({{"in", {{"k", k}, {"n", n}, {"level", level}}},
                                          {"out", pair_of(clopper_pearson(k, n, level))}});
      }
    }
  }
}

void means(json& out) {
  for (const std::uint64_t n : {2u, 3u, 10u, 100u, 3000u, 100000u}) {
    for (const double level : {0.9, 0.95, 0.99}) {
      const json in = {{"mean", 0.87}, {"std", 0.031}, {"n", n}, {"level", level}};
      out["mean_interval"].push_back(
          {{"in", in}, {"out", pair_of(mean_interval(0.87, 0.031, n, level))}});
      out["std_interval"].push_back({{"in", in}, {"out", pair_of(std_interval(0.031, n, level))}});
      out["normal_mixture"].push_back(
          {{"in", in}, {"out", pair_of(normal_mixture_sequence(0.87, 0.031, n, level))}});
    }
  }
}

void sequences(json& out, Draws& draws) {
  for (const std::size_t n : {1u, 7u, 60u, 800u}) {
    for (const double spread : {0.0, 40.0, 300.0}) {
      const auto counts = draws.counts(n, 850.0, spread, 1000);
      std::vector<double> x(counts.begin(), counts.end());
      for (double& v : x) v /= 1000.0;
      out["betting"].push_back(
          {{"in", {{"values", x}, {"level", 0.95}}}, {"out", pair_of(betting_sequence(x))}});
    }
  }
}

void populations(json& out, Draws& draws) {
  for (const std::size_t n : {2u, 9u, 80u, 700u}) {
    const auto correct = draws.counts(n, 8600.0, 150.0, 10000);
    const PopulationSummary s = summarize(correct, 10000, 0.85, 8912, 0.1);
    out["summary"].push_back({{"in", {{"correct", correct}}},
                              {"out",
                               {{"accuracy_mean", s.mean},
                                {"ci_low", s.ci_low},
                                {"ci_high", s.ci_high},
                                {"accuracy_std", s.std},
                                {"std_low", s.std_low},
                                {"std_high", s.std_high},
                                {"q05", s.q05},
                                {"q05_low", s.q05_low},
                                {"q05_high", s.q05_high},
                                {"q05_coverage", s.q05_coverage},
                                {"q50", s.q50},
                                {"q50_low", s.q50_low},
                                {"q50_high", s.q50_high},
                                {"q95", s.q95},
                                {"q95_low", s.q95_low},
                                {"q95_high", s.q95_high},
                                {"min", s.min},
                                {"max", s.max},
                                {"yield", s.yield},
                                {"yield_low", s.yield_low},
                                {"yield_high", s.yield_high},
                                {"normalized_accuracy", s.normalized_accuracy}}}});
    const YieldCurve c = yield_curve(correct, 10000);
    out["yield_curve"].push_back({{"in", {{"correct", correct}}},
                                  {"out",
                                   {{"target", c.target},
                                    {"good", c.good},
                                    {"share", c.share},
                                    {"low", c.low},
                                    {"high", c.high}}}});
    for (const double share : {0.5, 0.9, 0.99}) {
      const auto bound = tolerance_bound(correct, 10000, share, 0.95);
      out["tolerance_bound"].push_back({{"in", {{"correct", correct}, {"share", share}}},
                                        {"out", bound ? json{{"accuracy", bound->accuracy},
                                                             {"rank", bound->rank},
                                                             {"confidence", bound->confidence}}
                                                      : json()}});
    }
  }
}

void claims(json& out) {
  for (const double share : {0.5, 0.9, 0.99}) {
    for (const std::uint64_t failures : {0u, 1u, 12u}) {
      out["chips_for_claim"].push_back({{"in", {{"share", share}, {"failures", failures}}},
                                        {"out", chips_for_claim(share, 0.95, failures)}});
      for (const std::uint64_t n : {20u, 299u, 2000u}) {
        const YieldClaim c = judge_claim(n - failures, n, share, 0.95);
        out["judge_claim"].push_back({{"in", {{"k", n - failures}, {"n", n}, {"share", share}}},
                                      {"out",
                                       {{"verdict", claim_verdict_name(c.verdict)},
                                        {"low", c.low},
                                        {"high", c.high},
                                        {"more_chips", c.more_chips}}}});
      }
    }
  }
}

json difference_of(const MeanDifference& d) {
  return {{"value", d.value},
          {"low", d.low},
          {"high", d.high},
          {"freedom", d.freedom},
          {"p_value", d.p_value}};
}

void comparisons(json& out, Draws& draws) {
  for (const std::size_t n : {2u, 12u, 100u, 500u}) {
    for (const double shift : {0.0, 3.0, 60.0}) {
      const auto a = draws.counts(n, 860.0, 20.0, 1000);
      auto b = draws.counts(n, shift, 9.0, 200);
      for (std::size_t i = 0; i < n; ++i) b[i] = a[i] - std::min(a[i], b[i]);
      const PairedComparison c = compare_paired(a, b, 1000);
      out["paired"].push_back({{"in", {{"a", a}, {"b", b}, {"samples", 1000}}},
                               {"out",
                                {{"paired", difference_of(c.paired)},
                                 {"unpaired", difference_of(c.unpaired)},
                                 {"gain", c.gain},
                                 {"sign", c.sign.p_value},
                                 {"sign_flip", c.sign_flip.p_value}}}});
    }
  }
  const std::vector<double> p{0.01, 0.04, 0.03, 0.005, 0.04, 1.0, 0.2, 1e-9};
  out["holm"].push_back({{"in", {{"p", p}}}, {"out", holm_adjusted(p)}});
  for (const double low : {-0.02, -0.005, 0.001, 0.02}) {
    for (const double width : {0.001, 0.009, 0.05}) {
      const Interval i{low, low + width};
      out["verdict"].push_back({{"in", {{"low", i.low}, {"high", i.high}, {"margin", 0.01}}},
                                {"out", verdict_name(equivalence_verdict(i, 0.01))}});
      const Interval accuracy{0.985 + low, 0.985 + low + width};
      out["iso_verdict"].push_back(
          {{"in", pair_of(accuracy)}, {"out", verdict_name(iso_accuracy_verdict(accuracy))}});
    }
  }
}

json components_of(const VarianceComponents& v) {
  return {{"mean", v.mean},
          {"ms_chip", v.ms_chip},
          {"ms_sample", v.ms_sample},
          {"ms_residual", v.ms_residual},
          {"sigma2_chip", v.sigma2_chip},
          {"sigma2_sample", v.sigma2_sample},
          {"sigma2_residual", v.sigma2_residual},
          {"chip_was_negative", v.chip_was_negative},
          {"sample_was_negative", v.sample_was_negative}};
}

// chip_std 0: the chip component may come out negative, and intervals are clipped.
std::vector<std::uint8_t> made_up_bits(Draws& draws, std::uint32_t chips, std::uint32_t samples,
                                       double chip_std, double sample_std) {
  const std::size_t bytes = (samples + 7) / 8;
  std::vector<std::uint8_t> bits(chips * bytes);
  const auto of_sample = draws.bells(samples);
  for (std::uint32_t c = 0; c < chips; ++c) {
    const double of_chip = chip_std * draws.bell();
    for (std::uint32_t s = 0; s < samples; ++s) {
      const bool right = draws.uniform() < 0.8 + of_chip + sample_std * of_sample[s];
      bits[c * bytes + s / 8] |= static_cast<std::uint8_t>(right << (s % 8));
    }
  }
  return bits;
}

void components(json& out, Draws& draws) {
  for (const std::uint32_t chips : {2u, 15u, 90u}) {
    for (const double chip_std : {0.0, 0.1}) {
      const std::uint32_t samples = 203, predictions = chips == 15 ? 3 : 1;
      const auto bits = made_up_bits(draws, chips, samples * predictions, chip_std, 0.25);
      const auto v = variance_components(correct_margins(bits, chips, samples, predictions));
      json one = {
          {"in",
           {{"bits", bits}, {"chips", chips}, {"samples", samples}, {"predictions", predictions}}},
          {"out",
           {{"components", components_of(v)},
            {"these_samples", triple_of(these_samples_interval(v))}}}};
      for (const std::uint64_t population : {0u, 203u, 1000u}) {
        const auto n = new_samples_interval(v, population);
        one["out"]["new_samples"].push_back({{"population", population},
                                             {"value", n.value},
                                             {"low", n.low},
                                             {"high", n.high},
                                             {"variance", n.variance},
                                             {"freedom", n.freedom},
                                             {"clipped", n.clipped}});
      }
      for (const double half_width : {0.0005, 0.01, 0.05}) {
        SamplePlanRequest request;
        request.target_half_width = half_width;
        request.cost_program_samples = 37.0;
        request.max_samples = 1000;
        request.max_chips = 5000;
        const SamplePlan plan = plan_samples(v, request);
        one["out"]["plans"].push_back({{"target", half_width},
                                       {"samples", plan.samples},
                                       {"chips", plan.chips},
                                       {"cost", plan.cost},
                                       {"predicted_half_width", plan.predicted_half_width},
                                       {"reachable", plan.reachable}});
      }
      out["components"].push_back(one);
    }
  }
}

double model(double x, double y, double z) { return 5.0 + x + 0.5 * y * y + 0.7 * x * z; }

// Outputs of A with the factors of the mask taken from B.
std::vector<std::vector<double>> design(Draws& draws, std::size_t rows) {
  std::vector<std::vector<double>> a, b, y(8, std::vector<double>(rows));
  for (int k = 0; k < 3; ++k) {
    a.push_back(draws.bells(rows));
    b.push_back(draws.bells(rows));
  }
  for (std::size_t mask = 0; mask < 8; ++mask) {
    for (std::size_t i = 0; i < rows; ++i) {
      const auto factor = [&](std::size_t k) { return (mask >> k & 1 ? b : a)[k][i]; };
      y[mask][i] = model(factor(0), factor(1), factor(2));
    }
  }
  return y;
}

void decompositions(json& out, Draws& draws) {
  for (const std::size_t rows : {3u, 40u, 256u}) {
    const auto y = design(draws, rows);
    const std::vector<std::vector<double>> y_ab{y[1], y[2], y[4]};
    const SobolDecomposition sobol = sobol_indices(y[0], y[7], y_ab);
    json one = {{"in", {{"y", y}}}, {"out", {{"mean", sobol.mean}, {"variance", sobol.variance}}}};
    for (const SobolIndices& f : sobol.factors) {
      one["out"]["first"].push_back(triple_of(f.first));
      one["out"]["total"].push_back(triple_of(f.total));
    }
    out["sobol"].push_back(one);
    const ShapleyDecomposition shapley = shapley_effects(y);
    one = {{"in", {{"y", y}}}, {"out", {{"mean", shapley.mean}, {"variance", shapley.variance}}}};
    for (const ShapleyFactor& f : shapley.factors) {
      one["out"]["first"].push_back(triple_of(f.first));
      one["out"]["total"].push_back(triple_of(f.total));
      one["out"]["shapley"].push_back(triple_of(f.shapley));
    }
    out["shapley"].push_back(one);
    one = {{"in", {{"worth", y}}}, {"out", json::array()}};
    for (const Estimate& e : shapley_over_chips(y)) one["out"].push_back(triple_of(e));
    out["shapley_over_chips"].push_back(one);
  }
}

void rare_failures(json& out, Draws& draws) {
  for (const double limit : {0.5, 3.0, 9.0}) {
    const NormalProposal proposal{{1.5, -0.7}, 0.2};
    std::vector<std::vector<double>> z;
    std::vector<double> weights;
    std::vector<std::uint8_t> failed;
    for (int i = 0; i < 500; ++i) {
      z.push_back(draws.bells(2));
      if (draws.uniform() >= proposal.nominal_share) {
        for (std::size_t k = 0; k < 2; ++k) z.back()[k] += proposal.shift[k];
      }
      weights.push_back(importance_weight(z.back(), proposal));
      failed.push_back(z.back()[0] - z.back()[1] > limit);
    }
    const auto e = rare_failure_estimate(weights, failed);
    out["rare_failure"].push_back({{"in",
                                    {{"z", z},
                                     {"failed", failed},
                                     {"shift", proposal.shift},
                                     {"nominal_share", proposal.nominal_share}}},
                                   {"out",
                                    {{"weights", weights},
                                     {"probability", e.probability},
                                     {"std_error", e.std_error},
                                     {"low", e.low},
                                     {"high", e.high},
                                     {"failures", e.failures},
                                     {"effective_sample_size", e.effective_sample_size},
                                     {"largest_weight_share", e.largest_weight_share},
                                     {"degenerate", e.degenerate}}}});
  }
}

}  // namespace

int main() {
  json out;
  Draws draws{20260725};
  proportions(out);
  means(out);
  sequences(out, draws);
  populations(out, draws);
  claims(out);
  comparisons(out, draws);
  components(out, draws);
  decompositions(out, draws);
  rare_failures(out, draws);
  std::cout << out.dump() << '\n';
}
