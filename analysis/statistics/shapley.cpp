// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/shapley.h"

#include <bit>
#include <cstddef>
#include <limits>

#include "analysis/statistics/jackknife.h"
#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::uint32_t players_of(std::size_t subsets) {
  IMC_EXPECT(std::has_single_bit(subsets) && subsets >= 2);
  const auto players = static_cast<std::uint32_t>(std::countr_zero(subsets));
  IMC_EXPECT(players <= kMaxShapleyPlayers);
  return players;
}

// [K]: |u|! (K - 1 - |u|)! / K! = 1 / (K binomial(K - 1, |u|)), by the size of u.
std::vector<double> weights_by_size(std::uint32_t players) {
  std::vector<double> weights;
  double binomial = 1.0;
  for (std::uint32_t size = 0; size < players; ++size) {
    weights.push_back(1.0 / (players * binomial));
    binomial = binomial * (players - 1 - size) / (size + 1);
  }
  return weights;
}

std::size_t rows_of(std::span<const std::vector<double>> by_mask) {
  for (const std::vector<double>& y : by_mask) IMC_EXPECT(y.size() == by_mask[0].size());
  return by_mask[0].size();
}

// W(d) of one row, for all d: shape [2^K].
std::vector<double> half_squared_differences(std::span<const std::vector<double>> y,
                                             std::size_t row) {
  std::vector<double> of_mask, half(y.size(), 0.0);
  for (const std::vector<double>& outputs : y) of_mask.push_back(outputs[row]);
  for (std::size_t d = 1; d < y.size(); ++d) {
    for (std::size_t m = 0; m < y.size(); ++m) {
      const double difference = of_mask[m] - of_mask[m ^ d];
      half[d] += difference * difference;  // every pair twice
    }
    half[d] /= 2.0 * static_cast<double>(y.size());
  }
  return half;
}

// Of all factors: first, total, shapley; shape [3][K].
std::vector<std::vector<double>> shares_of(std::span<const double> total_effect) {
  const std::size_t all = total_effect.size() - 1;
  const double variance = total_effect[all];
  std::vector<std::vector<double>> shares{{}, {}, shapley_values(total_effect)};
  for (double& share : shares[2]) share /= variance;
  for (std::size_t k = 0; k < shares[2].size(); ++k) {
    shares[0].push_back(1.0 - total_effect[all ^ (std::size_t{1} << k)] / variance);
    shares[1].push_back(total_effect[std::size_t{1} << k] / variance);
  }
  return shares;
}

double mean_of_ends(std::span<const std::vector<double>> y) {
  double sum = 0.0;
  for (const double v : y.front()) sum += v;
  for (const double v : y.back()) sum += v;
  return sum / (2.0 * static_cast<double>(y.front().size()));
}

}  // namespace

std::vector<double> shapley_values(std::span<const double> worth) {
  const std::uint32_t players = players_of(worth.size());
  const std::vector<double> weights = weights_by_size(players);
  std::vector<double> values(players, 0.0);
  for (std::uint32_t u = 0; u < worth.size(); ++u) {
    for (std::uint32_t k = 0; k < players; ++k) {
      if ((u >> k) & 1u) continue;
      values[k] +=
          weights[static_cast<std::size_t>(std::popcount(u))] * (worth[u | (1u << k)] - worth[u]);
    }
  }
  return values;
}

std::vector<Estimate> shapley_over_chips(std::span<const std::vector<double>> worth, double level) {
  const std::uint32_t players = players_of(worth.size());
  const std::size_t chips = rows_of(worth);
  std::vector<std::vector<double>> values(players);  // [K][C]
  std::vector<double> game(worth.size());
  for (std::size_t c = 0; c < chips; ++c) {
    for (std::size_t u = 0; u < worth.size(); ++u) game[u] = worth[u][c];
    const std::vector<double> of_chip = shapley_values(game);
    for (std::uint32_t k = 0; k < players; ++k) values[k].push_back(of_chip[k]);
  }
  std::vector<Estimate> estimates;
  for (const std::vector<double>& v : values) estimates.push_back(mean_with_interval(v, level));
  return estimates;
}

ShapleyDecomposition shapley_effects(std::span<const std::vector<double>> y, double level) {
  const std::uint32_t players = players_of(y.size());
  const std::size_t rows = rows_of(y);
  IMC_EXPECT(rows >= 3);
  std::vector<std::vector<double>> of_row;
  std::vector<double> sum(y.size(), 0.0), mean(y.size());
  for (std::size_t i = 0; i < rows; ++i) {
    of_row.push_back(half_squared_differences(y, i));
    for (std::size_t d = 0; d < sum.size(); ++d) sum[d] += of_row[i][d];
  }
  for (std::size_t d = 0; d < sum.size(); ++d) mean[d] = sum[d] / static_cast<double>(rows);
  const auto shares = shares_of(mean);
  // [3][K][N]: each without one row.
  std::vector left_out(3, std::vector(players, std::vector<double>(rows)));
  std::vector<double> others(sum.size());
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t d = 0; d < sum.size(); ++d) {
      others[d] = (sum[d] - of_row[i][d]) / static_cast<double>(rows - 1);
    }
    const auto without = shares_of(others);
    for (std::size_t s = 0; s < 3; ++s) {
      for (std::uint32_t k = 0; k < players; ++k) left_out[s][k][i] = without[s][k];
    }
  }
  ShapleyDecomposition result{mean_of_ends(y), mean.back(), {}};
  for (std::uint32_t k = 0; k < players; ++k) {
    const auto estimate = [&](std::size_t s) {
      return mean.back() > 0.0 ? jackknife_interval(shares[s][k], left_out[s][k], level)
                               : Estimate{kNaN, kNaN, kNaN};
    };
    result.factors.push_back({estimate(0), estimate(1), estimate(2)});
  }
  return result;
}

}  // namespace imcbench
