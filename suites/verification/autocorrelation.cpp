// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/autocorrelation.h"

#include <cmath>
#include <vector>

#include "kernels/core/check.h"
#include "suites/verification/p_values.h"

namespace imcbench {

CheckRow autocorrelation_row(const std::string& subject, const std::string& quantity,
                             std::span<const double> x, std::span<const double> y, const Law& law,
                             double expected) {
  IMC_EXPECT(x.size() == y.size() && x.size() > 1);
  const auto n = static_cast<double>(x.size());
  const double mean = law.mean(), variance = law.variance();
  std::vector<double> products;
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    products.push_back((x[i] - mean) * (y[i] - mean) / variance);
    sum += products.back();
  }
  const double found = sum / n;
  double squares = 0.0, cubes = 0.0;
  for (const double p : products) {
    squares += (p - found) * (p - found);
    cubes += (p - found) * (p - found) * (p - found);
  }
  const double deviation = std::sqrt(squares / (n - 1.0));
  const double skewness = deviation > 0.0 ? cubes / n / std::pow(deviation, 3) : 0.0;
  const double z = (found - expected) / (deviation / std::sqrt(n));
  return tested_row(subject, "autocorrelation, " + quantity, found, expected,
                    pearson3_p(z, skewness / std::sqrt(n)), found > expected);
}

}  // namespace imcbench
