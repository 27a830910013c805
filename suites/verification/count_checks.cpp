// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/count_checks.h"

#include <algorithm>
#include <vector>

#include "kernels/core/check.h"
#include "suites/verification/p_values.h"

namespace imcbench {

CheckRow rate_row(std::string subject, std::string quantity, std::uint64_t count, std::uint64_t n,
                  double p) {
  IMC_EXPECT(n > 0 && count <= n && p >= 0.0 && p <= 1.0);
  const double rate = static_cast<double>(count) / static_cast<double>(n);
  if (p == 0.0 || p == 1.0) return exact_row(std::move(subject), std::move(quantity), rate, p);
  return tested_row(std::move(subject), std::move(quantity), rate, p, binomial_p(count, n, p),
                    rate > p);
}

CheckRow distinct_row(std::string subject, std::span<const double> samples, double resolution) {
  IMC_EXPECT(!samples.empty() && resolution > 0.0);
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  const auto distinct =
      static_cast<std::uint64_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
  const auto n = static_cast<double>(samples.size());
  const double repeats = 0.5 * n * (n - 1.0) / resolution;
  const double p = poisson_upper(samples.size() - distinct, repeats);
  return tested_row(std::move(subject), "distinct values, at least", static_cast<double>(distinct),
                    std::max(1.0, n - repeats), p, false);
}

double float_resolution(const Law& law) {
  constexpr double kOfUniforms = 0x1p-23, kCaution = 2.0;
  return 1.0 / (kCaution * (kOfUniforms + law.float_collision()));
}

}  // namespace imcbench
