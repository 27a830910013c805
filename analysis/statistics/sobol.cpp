// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/sobol.h"

#include <cstddef>
#include <limits>

#include "analysis/statistics/jackknife.h"
#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Sums over rows from which both indices follow; a row is left out by subtraction. Outputs have had
// their common mean taken away, so that nothing large cancels.
struct Sums {
  double rows = 0;
  double sum = 0, squares = 0;   // of y_a and y_b
  double product = 0, step = 0;  // of y_b (y_ab - y_a), and of y_ab - y_a
  double squared_step = 0;

  void add(double a, double b, double ab, double sign) {
    rows += sign;
    sum += sign * (a + b);
    squares += sign * (a * a + b * b);
    product += sign * b * (ab - a);
    step += sign * (ab - a);
    squared_step += sign * (ab - a) * (ab - a);
  }
  double variance() const { return (squares - sum * sum / (2 * rows)) / (2 * rows - 1); }
  double first() const { return (product - sum / (2 * rows) * step) / rows / variance(); }
  double total() const { return squared_step / (2 * rows) / variance(); }
};

double common_mean(std::span<const double> y_a, std::span<const double> y_b) {
  double sum = 0.0;
  for (const double y : y_a) sum += y;
  for (const double y : y_b) sum += y;
  return sum / static_cast<double>(y_a.size() + y_b.size());
}

}  // namespace

SobolDecomposition sobol_indices(std::span<const double> y_a, std::span<const double> y_b,
                                 std::span<const std::vector<double>> y_ab, double level) {
  const std::size_t rows = y_a.size();
  IMC_EXPECT(rows >= 3 && y_b.size() == rows);
  const double mean = common_mean(y_a, y_b);
  Sums outputs;
  for (std::size_t i = 0; i < rows; ++i) outputs.add(y_a[i] - mean, y_b[i] - mean, 0.0, 1.0);
  SobolDecomposition result{mean, outputs.variance(), {}};
  const SobolIndices undefined{{kNaN, kNaN, kNaN}, {kNaN, kNaN, kNaN}};
  std::vector<double> first(rows), total(rows);  // each without one row
  for (const std::vector<double>& y : y_ab) {
    IMC_EXPECT(y.size() == rows);
    Sums all;
    for (std::size_t i = 0; i < rows; ++i) all.add(y_a[i] - mean, y_b[i] - mean, y[i] - mean, 1.0);
    for (std::size_t i = 0; i < rows; ++i) {
      Sums others = all;
      others.add(y_a[i] - mean, y_b[i] - mean, y[i] - mean, -1.0);
      first[i] = others.first();
      total[i] = others.total();
    }
    result.factors.push_back(result.variance > 0.0
                                 ? SobolIndices{jackknife_interval(all.first(), first, level),
                                                jackknife_interval(all.total(), total, level)}
                                 : undefined);
  }
  return result;
}

}  // namespace imcbench
