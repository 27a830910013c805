// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/correlation_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/core/check.h"
#include "suites/verification/p_values.h"

namespace imcbench {

namespace {

struct Sums {
  double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;

  void add(double a, double b) {
    n += 1.0;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }

  // A variance below rounding is none.
  double r() const {
    constexpr double kRounding = 1e-12;
    const double vx = xx - x * x / n, vy = yy - y * y / n;
    if (!(vx > kRounding * xx && vy > kRounding * yy)) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    return std::clamp((xy - x * y / n) / std::sqrt(vx * vy), -1.0, 1.0);
  }
};

}  // namespace

Correlation correlation_of(std::span<const double> x, std::span<const double> y) {
  IMC_EXPECT(x.size() == y.size());
  std::size_t first = 0;  // sums are about the first pair, to keep their digits
  const auto missing = [&](std::size_t i) { return std::isnan(x[i]) || std::isnan(y[i]); };
  while (first < x.size() && missing(first)) ++first;
  Sums sums;
  for (std::size_t i = first; i < x.size(); ++i) {
    if (!missing(i)) sums.add(x[i] - x[first], y[i] - y[first]);
  }
  return {sums.r(), static_cast<std::uint64_t>(sums.n)};
}

std::vector<CheckRow> correlation_rows(const std::string& subject, const std::string& quantity,
                                       std::span<const double> x, std::span<const double> y,
                                       double expected) {
  IMC_EXPECT(expected > -1.0 && expected < 1.0);
  const auto [r, pairs] = correlation_of(x, y);
  if (pairs < kFewestPairs) return {};
  if (expected == 0.0) {
    return {tested_row(subject, quantity, r, expected, correlation_p(r, pairs), r > expected)};
  }
  const double error = 1.0 / std::sqrt(static_cast<double>(pairs) - 3.0);
  const double z = (std::atanh(r) - std::atanh(expected)) / error;
  return {tested_row(subject, quantity, r, expected, pearson3_p(z, 0.0), r > expected)};
}

CheckRow same_draw_row(std::string subject, std::string quantity, std::span<const double> x,
                       std::span<const double> y, double tolerance) {
  IMC_EXPECT(x.size() == y.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) && std::isnan(y[i])) continue;
    const double difference = std::fabs(x[i] - y[i]);
    if (!(difference <= largest)) largest = difference;
    if (std::isnan(difference)) break;
  }
  return exact_row(std::move(subject), std::move(quantity), largest, 0.0, tolerance);
}

std::vector<CheckRow> lag_rows(const std::string& subject, std::span<const double> values,
                               std::size_t chips, std::size_t cells,
                               std::span<const std::size_t> lags) {
  IMC_EXPECT(values.size() == chips * cells);
  std::vector<CheckRow> rows;
  for (const std::size_t lag : lags) {
    if (lag == 0 || lag >= cells) continue;
    std::vector<double> x, y;
    for (std::size_t chip = 0; chip < chips; ++chip) {
      const auto of_chip = values.subspan(chip * cells, cells);
      x.insert(x.end(), of_chip.begin(), of_chip.end() - static_cast<std::ptrdiff_t>(lag));
      y.insert(y.end(), of_chip.begin() + static_cast<std::ptrdiff_t>(lag), of_chip.end());
    }
    const auto row = correlation_rows(subject, fmt::format("correlation, {} apart", lag), x, y);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return rows;
}

}  // namespace imcbench
