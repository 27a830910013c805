// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/confidence_sequence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargestBet = 0.75;  // c: no bet risks more than this share of the capital
constexpr int kHalvings = 52;
constexpr std::size_t kFactorsPerLog = 32;  // a factor is in [1/4, 22]: no overflow

// b_i for i = 1..n, each from the values before it.
std::vector<double> predictable_bets(std::span<const double> values, double log_threshold) {
  std::vector<double> bets(values.size());
  double sum = 0.5;
  double squares = 0.25;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto i = static_cast<double>(k + 1);
    const double variance = squares / i;
    bets[k] = std::sqrt(2.0 * log_threshold / (variance * i * std::log1p(i)));
    sum += values[k];
    const double deviation = values[k] - sum / (i + 1.0);
    squares += deviation * deviation;
  }
  return bets;
}

// ln K+(mu). K- is the same for the mirrored values 1 - x and 1 - mu.
double log_capital(std::span<const double> values, std::span<const double> bets, double mu) {
  const double largest = kLargestBet / mu;
  double log = 0.0;
  for (std::size_t begin = 0; begin < values.size(); begin += kFactorsPerLog) {
    const std::size_t end = std::min(begin + kFactorsPerLog, values.size());
    double product = 1.0;
    for (std::size_t k = begin; k < end; ++k) {
      product *= 1.0 + std::min(bets[k], largest) * (values[k] - mu);
    }
    log += std::log(product);
  }
  return log;
}

// The smallest mu that the gambler on larger values has not ruined; 0 if none below is excluded.
double lower_end(std::span<const double> values, std::span<const double> bets,
                 double log_threshold) {
  double excluded = 0.0;
  double kept = 1.0;
  for (int i = 0; i < kHalvings; ++i) {
    const double mu = 0.5 * (excluded + kept);
    (log_capital(values, bets, mu) >= log_threshold ? excluded : kept) = mu;
  }
  return excluded;
}

}  // namespace

Interval normal_mixture_sequence(double mean, double std, std::uint64_t n, double level,
                                 double mixture) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  IMC_EXPECT(mixture > 0.0);
  if (n < 2) return {-kInfinity, kInfinity};
  const auto chips = static_cast<double>(n);
  const double spread = 1.0 + chips * mixture;
  const double k_minus_1 = std::expm1(2.0 / chips * std::log(std::sqrt(spread) / (1.0 - level)));
  if (k_minus_1 + 1.0 >= spread) return {-kInfinity, kInfinity};
  const double u = k_minus_1 / (1.0 - (k_minus_1 + 1.0) / spread);
  const double half = std * std::sqrt((chips - 1.0) * u / chips);
  return {mean - half, mean + half};
}

Interval betting_sequence(std::span<const double> values, double level) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  std::vector<double> mirror(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    IMC_EXPECT(values[k] >= 0.0 && values[k] <= 1.0);
    mirror[k] = 1.0 - values[k];
  }
  const double log_threshold = std::log(2.0 / (1.0 - level));
  const std::vector<double> bets = predictable_bets(values, log_threshold);
  return {lower_end(values, bets, log_threshold), 1.0 - lower_end(mirror, bets, log_threshold)};
}

}  // namespace imcbench
