// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/population.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "analysis/statistics/moments.h"
#include "analysis/statistics/quantiles.h"
#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kThresholdSlack = 1e-9;  // in samples

}  // namespace

std::uint32_t good_threshold(double target, std::uint32_t samples) {
  IMC_EXPECT(target >= 0.0 && target <= 1.0);
  return static_cast<std::uint32_t>(std::max(0.0, std::ceil(target * samples - kThresholdSlack)));
}

std::uint64_t count_good(std::span<const std::uint32_t> correct, std::uint32_t threshold) {
  return static_cast<std::uint64_t>(std::count_if(correct.begin(), correct.end(),
                                                  [=](std::uint32_t x) { return x >= threshold; }));
}

double normalized_accuracy(double accuracy, double fp_accuracy, double chance) {
  const double span = fp_accuracy - chance;  // e_chance - e_FP
  return span > 0.0 ? 1.0 - (fp_accuracy - accuracy) / span : kNaN;
}

PopulationSummary summarize(std::span<const std::uint32_t> correct, std::uint32_t samples,
                            double target, std::uint32_t fp_correct, double chance, double level,
                            std::span<const std::uint32_t> rejected) {
  IMC_EXPECT(samples >= 1 && fp_correct <= samples);
  IMC_EXPECT(rejected.empty() || rejected.size() == correct.size());
  std::vector<double> accuracy(correct.size());  // ascending
  std::transform(correct.begin(), correct.end(), accuracy.begin(), [=](std::uint32_t x) {
    IMC_EXPECT(x <= samples);
    return static_cast<double>(x) / samples;
  });
  std::sort(accuracy.begin(), accuracy.end());

  PopulationSummary s{};
  s.chips = correct.size();
  s.samples = samples;
  s.rejected = std::accumulate(rejected.begin(), rejected.end(), std::uint64_t{0});

  const Moments m = integer_moments(correct);
  s.mean = m.mean / samples;
  s.std = m.std / samples;
  const Interval ci = mean_interval(s.mean, s.std, s.chips, level);
  const Interval spread = std_interval(s.std, s.chips, level);
  s.ci_low = ci.low, s.ci_high = ci.high;
  s.std_low = spread.low, s.std_high = spread.high;

  const QuantileEstimate q05 = quantile_with_interval(accuracy, 0.05, level);
  const QuantileEstimate q50 = quantile_with_interval(accuracy, 0.50, level);
  const QuantileEstimate q95 = quantile_with_interval(accuracy, 0.95, level);
  s.q05 = q05.value, s.q05_low = q05.low, s.q05_high = q05.high, s.q05_coverage = q05.coverage;
  s.q50 = q50.value, s.q50_low = q50.low, s.q50_high = q50.high, s.q50_coverage = q50.coverage;
  s.q95 = q95.value, s.q95_low = q95.low, s.q95_high = q95.high, s.q95_coverage = q95.coverage;
  s.min = accuracy.empty() ? kNaN : accuracy.front();
  s.max = accuracy.empty() ? kNaN : accuracy.back();

  s.good_chips = count_good(correct, good_threshold(target, samples));
  s.yield = s.chips == 0 ? kNaN : static_cast<double>(s.good_chips) / static_cast<double>(s.chips);
  const Interval yield = clopper_pearson(s.good_chips, s.chips, level);
  s.yield_low = yield.low, s.yield_high = yield.high;

  s.fp_accuracy = static_cast<double>(fp_correct) / samples;
  s.normalized_accuracy = normalized_accuracy(s.mean, s.fp_accuracy, chance);
  return s;
}

}  // namespace imcbench
