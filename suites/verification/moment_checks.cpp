// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/moment_checks.h"

#include <cmath>
#include <optional>

#include "suites/verification/p_values.h"

namespace imcbench {

namespace {

constexpr double kExcessMismatch = 0.05;  // times z^4 / 24, z = 5: p off by a factor of 2
constexpr double kConstant = 1e-10;

// A quantity as the mean of shift + f(X).
struct Moment {
  const char* quantity;
  double shift;
  Law::Map f;
};

std::optional<CheckRow> moment_row(const std::string& subject, std::span<const double> samples,
                                   const Law& law, const Moment& m) {
  const auto n = static_cast<double>(samples.size());
  const double centre = law.expectation(m.f);
  const auto moment = [&](int order) {
    return law.expectation([&](double x) { return std::pow(m.f(x) - centre, order); });
  };
  const double variance = moment(2), skewness = moment(3) / std::pow(variance, 1.5);
  const double excess = moment(4) / (variance * variance) - 3.0;
  const bool constant = variance <= kConstant * (variance + centre * centre);
  // Written so that an undefined moment leaves the row out.
  const bool holds = std::fabs(excess - 1.5 * skewness * skewness) / n <= kExcessMismatch;
  if (constant || !holds) return {};
  double sum = 0.0;
  for (const double x : samples) sum += m.f(x) - centre;
  const double standardised = sum / std::sqrt(n * variance), expected = m.shift + centre;
  return tested_row(subject, m.quantity, expected + sum / n, expected,
                    pearson3_p(standardised, skewness / std::sqrt(n)), standardised > 0.0);
}

}  // namespace

std::vector<CheckRow> moment_rows(const std::string& subject, std::span<const double> samples,
                                  const Law& law) {
  const double mean = law.mean(), deviation = std::sqrt(law.variance());
  const double skewness = law.skewness(), kurtosis = law.kurtosis();
  const auto standardised = [=](double x) { return (x - mean) / deviation; };
  const Moment moments[] = {{"mean", mean, [=](double x) { return x - mean; }},
                            {"variance", 0.0, [=](double x) { return (x - mean) * (x - mean); }},
                            {"skewness", 0.0,
                             [=](double x) {
                               const double y = standardised(x);
                               return y * y * y - 3.0 * y - 1.5 * skewness * (y * y - 1.0);
                             }},
                            {"kurtosis", 0.0, [=](double x) {
                               const double y = standardised(x), square = y * y;
                               return square * square - 4.0 * skewness * y -
                                      2.0 * kurtosis * (square - 1.0);
                             }}};
  std::vector<CheckRow> rows;
  for (const Moment& m : moments) {
    if (const auto row = moment_row(subject, samples, law, m)) rows.push_back(*row);
  }
  return rows;
}

}  // namespace imcbench
