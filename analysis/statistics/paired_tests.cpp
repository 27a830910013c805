// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/paired_tests.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace imcbench {
namespace {

double two_sided(double tail) {
  return std::clamp(2.0 * tail, std::numeric_limits<double>::min(), 1.0);
}

// The sizes of the differences that are not 0, ascending.
std::vector<std::uint64_t> sizes_of(std::span<const std::int64_t> differences) {
  std::vector<std::uint64_t> sizes;
  for (const std::int64_t d : differences) {
    if (d != 0) sizes.push_back(static_cast<std::uint64_t>(d < 0 ? -d : d));
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

// P(R <= limit) for the sum R of a random half of the sizes.
double exact_tail(std::span<const std::uint64_t> sizes, std::uint64_t limit) {
  std::vector<double> probability(limit + 1, 0.0);
  probability[0] = 1.0;
  std::uint64_t reached = 0;  // the largest sum so far, or limit
  for (const std::uint64_t size : sizes) {
    reached = std::min(reached + size, limit);
    for (std::uint64_t r = reached + 1; r-- > size;) {
      probability[r] = 0.5 * (probability[r] + probability[r - size]);
    }
    const std::uint64_t alone = std::min(size, reached + 1);
    for (std::uint64_t r = 0; r < alone; ++r) probability[r] *= 0.5;
  }
  return std::accumulate(probability.begin(), probability.end(), 0.0);
}

double normal_tail(std::span<const std::uint64_t> sizes, std::uint64_t total) {
  double squares = 0.0;
  for (const std::uint64_t size : sizes) {
    squares += static_cast<double>(size) * static_cast<double>(size);
  }
  const double z = (static_cast<double>(total) - 1.0) / std::sqrt(squares);
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

}  // namespace

SignTest sign_test(std::span<const std::int64_t> differences) {
  SignTest test{0, 0, 0, 1.0};
  for (const std::int64_t d : differences) {
    ++(d > 0 ? test.positive : d < 0 ? test.negative : test.ties);
  }
  const std::uint64_t fewer = std::min(test.positive, test.negative);
  const std::uint64_t more = std::max(test.positive, test.negative);
  if (more == fewer) return test;
  // P(B <= k) of Binomial(n, 1/2) is the Beta(n - k, k + 1) distribution at 1/2.
  test.p_value = two_sided(
      boost::math::ibeta(static_cast<double>(more), static_cast<double>(fewer) + 1.0, 0.5));
  return test;
}

SignFlipTest sign_flip_test(std::span<const std::int64_t> differences) {
  const std::vector<std::uint64_t> sizes = sizes_of(differences);
  const std::int64_t sum = std::accumulate(differences.begin(), differences.end(), std::int64_t{0});
  if (sum == 0) return {1.0, PValueMethod::exact};
  const auto total = static_cast<std::uint64_t>(sum < 0 ? -sum : sum);
  const std::uint64_t all = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
  const std::uint64_t limit = (all - total) / 2;
  if (limit >= kExactSums || (limit + 1) * sizes.size() > kExactAdditions) {
    return {two_sided(normal_tail(sizes, total)), PValueMethod::normal};
  }
  return {two_sided(exact_tail(sizes, limit)), PValueMethod::exact};
}

}  // namespace imcbench
