// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/sample_plan.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <optional>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kFewest = 2;  // chips or samples: fewer have no variance

double normal_quantile(double level) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  return boost::math::quantile(
      boost::math::complement(boost::math::normal_distribution<double>(), 0.5 * (1.0 - level)));
}

// A target that is exactly the half-width of some plan is met by that plan, whatever the rounding.
constexpr double kRounding = 1 + 1e-12;

// The prediction falls with chips, and the closed form is never below the least number by more than
// rounding; it is above it where much cancels.
std::optional<std::uint32_t> least_chips(const VarianceComponents& v, const SamplePlanRequest& r,
                                         std::uint32_t samples, double variance) {
  const auto meets = [&](std::uint64_t chips) {
    return predicted_variance(v, chips, samples, r.inference, r.population) <= variance * kRounding;
  };
  if (!meets(r.max_chips)) return std::nullopt;
  if (meets(r.min_chips)) return r.min_chips;
  const double one = predicted_variance(v, 1, samples, SampleInference::these_samples);
  const double floor =
      predicted_variance(v, 1, samples, r.inference, r.population) - one;  // no chip takes it away
  const double estimate = std::ceil(one / (variance - floor));
  std::uint32_t chips = r.max_chips;
  if (estimate < r.max_chips) chips = static_cast<std::uint32_t>(estimate);
  while (chips > r.min_chips && meets(chips - 1)) --chips;
  return chips;
}

}  // namespace

double predicted_variance(const VarianceComponents& v, std::uint64_t chips, std::uint64_t samples,
                          SampleInference inference, std::uint64_t population) {
  const auto s = static_cast<double>(samples);
  const double over_chips = (v.sigma2_chip + v.sigma2_residual / s) / static_cast<double>(chips);
  if (inference == SampleInference::these_samples) return over_chips;
  const double f = population == 0 ? 1.0 : 1.0 - s / static_cast<double>(population);
  return over_chips + f * v.sigma2_sample / s;
}

SamplePlan plan_samples(const VarianceComponents& components, const SamplePlanRequest& request) {
  IMC_EXPECT(request.target_half_width > 0.0 && request.cost_program_samples >= 0.0);
  IMC_EXPECT(request.max_samples >= kFewest && request.min_chips >= kFewest);
  IMC_EXPECT(request.max_chips >= request.min_chips);
  IMC_EXPECT(request.population == 0 || request.population >= request.max_samples);
  const double z = normal_quantile(request.level);
  const auto plan_of = [&](std::uint32_t samples, std::uint32_t chips, bool reachable) {
    const double variance =
        predicted_variance(components, chips, samples, request.inference, request.population);
    return SamplePlan{samples, chips, z * std::sqrt(variance),
                      chips * (request.cost_program_samples + samples), reachable};
  };
  const double per_quantile = request.target_half_width / z;
  std::optional<SamplePlan> best;
  for (std::uint32_t samples = kFewest; samples <= request.max_samples; ++samples) {
    const auto chips = least_chips(components, request, samples, per_quantile * per_quantile);
    if (!chips) continue;
    const SamplePlan plan = plan_of(samples, *chips, true);
    if (!best || plan.cost < best->cost) best = plan;
  }
  return best ? *best : plan_of(request.max_samples, request.max_chips, false);
}

}  // namespace imcbench
