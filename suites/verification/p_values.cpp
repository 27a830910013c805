// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/p_values.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <stdexcept>

#include "kernels/nonidealities/law.h"

namespace imcbench {

double z_of_p(double p) {
  return p > 1e-299 ? std::min(kLargestZ, -normal_quantile(0.5 * std::min(p, 1.0))) : kLargestZ;
}

double binomial_upper(std::uint64_t k, std::uint64_t n, double p) {
  if (k == 0) return 1.0;
  if (k > n) return 0.0;
  const auto hits = static_cast<double>(k), misses = static_cast<double>(n - k);
  return boost::math::ibeta(hits, misses + 1.0, p);
}

double binomial_lower(std::uint64_t k, std::uint64_t n, double p) {
  if (k >= n) return 1.0;
  const auto hits = static_cast<double>(k), misses = static_cast<double>(n - k);
  return boost::math::ibetac(hits + 1.0, misses, p);
}

double binomial_p(std::uint64_t k, std::uint64_t n, double p) {
  return std::min(1.0, 2.0 * std::min(binomial_upper(k, n, p), binomial_lower(k, n, p)));
}

double poisson_upper(std::uint64_t k, double mean) {
  if (k == 0) return 1.0;
  return mean > 0.0 ? boost::math::gamma_p(static_cast<double>(k), mean) : 0.0;
}

double pearson3_p(double standardised, double skewness) {
  if (std::fabs(skewness) < 1e-4) return std::erfc(std::fabs(standardised) / std::sqrt(2.0));
  const double shape = 4.0 / (skewness * skewness);
  const double x = shape + std::copysign(1.0, skewness) * standardised * std::sqrt(shape);
  if (std::isnan(x)) return x;
  if (x <= 0.0) return 0.0;
  try {
    const double tail = std::min(boost::math::gamma_p(shape, x), boost::math::gamma_q(shape, x));
    return std::min(1.0, 2.0 * tail);
  } catch (const std::overflow_error&) {
    return 0.0;  // so far out that the library's factors leave the range of numbers
  }
}

double kolmogorov_p(double distance, std::uint64_t n) {
  const double root = std::sqrt(static_cast<double>(n));
  const double lambda = (root + 0.12 + 0.11 / root) * distance;
  if (lambda < 0.3) return 1.0;  // to five digits
  double p = 0.0;
  for (int j = 1; j <= 20; ++j) {
    p += (j % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * j * j * lambda * lambda);
  }
  return std::min(p, 1.0);
}

double correlation_p(double r, std::uint64_t n) {
  // |t| of Student's law with n - 2 degrees of freedom; P(|T| > t) = I(1 - r^2; (n - 2) / 2, 1 /
  // 2).
  if (std::isnan(r)) return r;
  const double unexplained = std::max(0.0, (1.0 - r) * (1.0 + r));
  return boost::math::ibeta(0.5 * static_cast<double>(n - 2), 0.5, unexplained);
}

}  // namespace imcbench
