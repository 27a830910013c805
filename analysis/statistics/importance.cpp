// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/importance.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <limits>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct WeightSums {
  double sum = 0, squares = 0, largest = 0;

  void add(double w) {
    sum += w;
    squares += w * w;
    largest = std::max(largest, w);
  }
  double effective_samples() const { return squares > 0.0 ? sum * sum / squares : 0.0; }
  double largest_share() const { return sum > 0.0 ? largest / sum : 0.0; }
};

std::string why_degenerate(const RareFailureEstimate& e) {
  if (e.failures == 0) return "no draw failed";
  if (e.largest_weight_share > kMaxWeightShare) {
    return fmt::format("one failure has {:.0f} % of the weight, more than {:.0f} %",
                       100 * e.largest_weight_share, 100 * kMaxWeightShare);
  }
  if (e.effective_sample_size < kMinEffectiveSamples) {
    return fmt::format("effective sample size of the failures {:.1f} < {:.0f}",
                       e.effective_sample_size, kMinEffectiveSamples);
  }
  return "";
}

// Standard deviation of w 1{fail} over all n draws; those that did not fail are zeros.
double std_of_terms(const WeightSums& failing, std::span<const double> weights,
                    std::span<const std::uint8_t> failed, double mean) {
  double squares = 0.0;
  std::size_t zeros = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (failed[i] == 0)
      ++zeros;
    else
      squares += (weights[i] - mean) * (weights[i] - mean);
  }
  squares += static_cast<double>(zeros) * mean * mean;
  return failing.sum > 0.0 ? std::sqrt(squares / static_cast<double>(weights.size() - 1)) : 0.0;
}

Interval log_interval(double p, double std_error, double level) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  if (!(p > 0.0)) return {kNaN, kNaN};
  const double z = boost::math::quantile(
      boost::math::complement(boost::math::normal_distribution<double>(), 0.5 * (1.0 - level)));
  const double factor = std::exp(z * std_error / p);
  return {p / factor, std::min(1.0, p * factor)};
}

}  // namespace

double importance_weight(std::span<const double> z, const NormalProposal& proposal) {
  if (proposal.shift.empty()) return 1.0;
  IMC_EXPECT(z.size() == proposal.shift.size() && proposal.spread > 0.0);
  IMC_EXPECT(proposal.nominal_share > 0.0 && proposal.nominal_share <= 1.0);
  double exponent = 0.0;
  for (std::size_t k = 0; k < z.size(); ++k) {
    const double moved = (z[k] - proposal.shift[k]) / proposal.spread;
    exponent += (z[k] - moved) * (z[k] + moved) / 2.0 - std::log(proposal.spread);
  }
  return 1.0 / (proposal.nominal_share + (1.0 - proposal.nominal_share) * std::exp(exponent));
}

RareFailureEstimate rare_failure_estimate(std::span<const double> weights,
                                          std::span<const std::uint8_t> failed, double level) {
  const std::size_t draws = weights.size();
  IMC_EXPECT(draws >= 2 && failed.size() == draws);
  WeightSums failing;
  std::uint64_t failures = 0;
  for (std::size_t i = 0; i < draws; ++i) {
    if (failed[i] == 0) continue;
    failing.add(weights[i]);
    ++failures;
  }
  const auto n = static_cast<double>(draws);
  const double p = failing.sum / n;
  const double std_error = std_of_terms(failing, weights, failed, p) / std::sqrt(n);
  const Interval i = log_interval(p, std_error, level);
  RareFailureEstimate estimate{p,
                               std_error,
                               i.low,
                               i.high,
                               draws,
                               failures,
                               failing.effective_samples(),
                               failing.largest_share(),
                               false,
                               ""};
  estimate.reason = why_degenerate(estimate);
  estimate.degenerate = !estimate.reason.empty();
  return estimate;
}

ShiftUpdate cross_entropy_shift(std::span<const double> z, std::span<const double> performance,
                                std::span<const double> weights, double elite_share,
                                double target) {
  const std::size_t draws = performance.size();
  IMC_EXPECT(draws > 0 && weights.size() == draws && z.size() % draws == 0);
  IMC_EXPECT(elite_share > 0.0 && elite_share <= 1.0);
  const std::size_t factors = z.size() / draws;
  std::vector<double> sorted(performance.begin(), performance.end());
  std::sort(sorted.begin(), sorted.end());
  const auto share =
      static_cast<std::size_t>(std::ceil(elite_share * static_cast<double>(draws) - 1e-9));
  const double level = sorted[std::max<std::size_t>(share, 1) - 1];
  const bool reached = level < target;
  ShiftUpdate update{std::vector<double>(factors, 0.0), reached ? target : level, reached, 0, 0.0};
  WeightSums elites;
  for (std::size_t i = 0; i < draws; ++i) {
    if (reached ? performance[i] >= target : performance[i] > level) continue;
    ++update.elites;
    elites.add(weights[i]);
    for (std::size_t k = 0; k < factors; ++k) update.shift[k] += weights[i] * z[i * factors + k];
  }
  for (double& mu : update.shift) mu /= elites.sum;
  update.effective_sample_size = elites.effective_samples();
  return update;
}

}  // namespace imcbench
