// SPDX-License-Identifier: Apache-2.0
// The distribution of addressed normals: 2^30 draws spread over streams, chips, reads, slots and
// elements. Fixed seeds; each check states how often it would fail if the seeds were drawn anew.
#include "kernels/core/random.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "kernels/core/draws.h"
#include "kernels/core/stream.h"

namespace imcbench {
namespace {

constexpr double kRange = 6.4;
constexpr std::uint32_t kBins = 1u << 15;
constexpr std::uint32_t kElements = 1u << 16;
constexpr std::uint32_t kStreams = 4, kChips = 16, kReads = 16;

// 2^30 draws take seconds with vector instructions, minutes without.
std::uint32_t slots() {
#if defined(__SANITIZE_ADDRESS__)
  return 1;
#endif
  return active_isa() == Isa::generic ? 1 : 16;
}

std::uint64_t draw_count() {
  return static_cast<std::uint64_t>(kStreams) * kChips * kReads * slots() * kElements;
}

struct Sample {
  std::vector<std::uint64_t> bins = std::vector<std::uint64_t>(kBins, 0);
  std::array<double, 4> power_sums{};
};

// Sums of z, z^2, z^3, z^4, in lanes that the compiler can keep in vectors.
void add_powers(const std::vector<float>& z, Sample& sample) {
  constexpr std::uint32_t kLanes = 8;
  double sums[4][kLanes] = {};
  for (std::uint32_t i = 0; i < kElements; i += kLanes) {
    for (std::uint32_t l = 0; l < kLanes; ++l) {
      const double x = static_cast<double>(z[i + l]), square = x * x;
      sums[0][l] += x;
      sums[1][l] += square;
      sums[2][l] += square * x;
      sums[3][l] += square * square;
    }
  }
  for (int m = 0; m < 4; ++m) {
    for (const double lane : sums[m]) sample.power_sums[m] += lane;
  }
}

void add_address(const DrawAddress& address, std::vector<float>& z, std::vector<std::int32_t>& bins,
                 Sample& sample) {
  draw_kernels().fill_normals(address, 0, kElements, z.data());
  constexpr auto scale = static_cast<float>(kBins / (2.0 * kRange));
  for (std::uint32_t i = 0; i < kElements; ++i) {
    bins[i] = static_cast<std::int32_t>((z[i] + static_cast<float>(kRange)) * scale);
  }
  for (std::uint32_t i = 0; i < kElements; ++i) ++sample.bins[static_cast<std::uint32_t>(bins[i])];
  add_powers(z, sample);
}

void merge(const Sample& part, Sample& total) {
  for (std::uint32_t b = 0; b < kBins; ++b) total.bins[b] += part.bins[b];
  for (int m = 0; m < 4; ++m) total.power_sums[m] += part.power_sums[m];
}

Sample all_draws() {
  Sample total;
  const std::uint32_t addresses = kStreams * kChips * kReads * slots();
#pragma omp parallel
  {
    Sample part;
    std::vector<float> z(kElements);
    std::vector<std::int32_t> bins(kElements);
#pragma omp for schedule(static)
    for (std::uint32_t a = 0; a < addresses; ++a) {
      const std::string path = "random_test/" + std::to_string(a % kStreams);
      const std::uint32_t rest = a / kStreams;
      add_address(
          {stream_key(42, path), rest % kChips, rest / kChips % kReads, rest / (kChips * kReads)},
          z, bins, part);
    }
#pragma omp critical
    merge(part, total);
  }
  return total;
}

double upper_tail(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

double bin_edge(std::uint32_t bin) { return -kRange + 2.0 * kRange * bin / kBins; }

// Moments of a standard normal within 5 standard errors: false alarm 5.7e-7 each, 2.3e-6 together.
void expect_moments(const Sample& sample) {
  const auto n = static_cast<double>(draw_count());
  const double expected[] = {0.0, 1.0, 0.0, 3.0};
  const double variance[] = {1.0, 2.0, 15.0, 96.0};  // of z, z^2, z^3, z^4
  for (int m = 0; m < 4; ++m) {
    const double mean = sample.power_sums[m] / n;
    const double sigmas = (mean - expected[m]) / std::sqrt(variance[m] / n);
    std::printf("mean of z^%d: %.8f, %.2f standard errors off\n", m + 1, mean, sigmas);
    EXPECT_LT(std::fabs(sigmas), 5.0);
  }
}

// Kolmogorov-Smirnov at the bin edges: P(sqrt(n) D > 2.7) < 2 exp(-2 * 2.7^2) = 9.3e-7. (Bins only
// lower D; float rounding moves a draw across an edge with probability 1e-3 of a bin's share.)
void expect_kolmogorov_smirnov(const Sample& sample) {
  std::uint64_t below = 0;
  double distance = 0.0;
  for (std::uint32_t b = 0; b < kBins; ++b) {
    const double empirical = static_cast<double>(below) / static_cast<double>(draw_count());
    distance = std::max(distance, std::fabs(empirical - upper_tail(-bin_edge(b))));
    below += sample.bins[b];
  }
  EXPECT_EQ(below, draw_count());
  const double statistic = std::sqrt(static_cast<double>(draw_count())) * distance;
  std::printf("Kolmogorov-Smirnov: sqrt(n) D = %.3f\n", statistic);
  EXPECT_LT(statistic, 2.7);
}

// Counts beyond 3, 4, 5, 6 sigma on either side against exact Poisson bounds at 1e-7 per side of a
// bound: false alarm 16 * 1e-7 = 1.6e-6.
void expect_tail_counts(const Sample& sample) {
  for (const double sigma : {3.0, 4.0, 5.0, 6.0}) {
    const auto edge =
        static_cast<std::uint32_t>(std::lround((sigma + kRange) / (2 * kRange) * kBins));
    ASSERT_NEAR(bin_edge(edge), sigma, 1e-9);
    std::uint64_t above = 0, below = 0;
    for (std::uint32_t b = edge; b < kBins; ++b) above += sample.bins[b];
    for (std::uint32_t b = 0; b < kBins - edge; ++b) below += sample.bins[b];
    const double expected = upper_tail(sigma) * static_cast<double>(draw_count());
    const boost::math::poisson_distribution<double> poisson(expected);
    std::printf("beyond %.0f sigma: %.1f expected, %llu below, %llu above\n", sigma, expected,
                static_cast<unsigned long long>(below), static_cast<unsigned long long>(above));
    for (const std::uint64_t count : {below, above}) {
      const auto k = static_cast<double>(count);
      EXPECT_GT(boost::math::cdf(poisson, k), 1e-7) << sigma;
      EXPECT_GT(1.0 - (k > 0.0 ? boost::math::cdf(poisson, k - 1.0) : 0.0), 1e-7) << sigma;
    }
  }
}

// One test, because ctest would make the draws again for each.
TEST(Random, AddressedNormalsAreStandardNormal) {
  const Sample sample = all_draws();
  expect_moments(sample);
  expect_kolmogorov_smirnov(sample);
  expect_tail_counts(sample);
}

}  // namespace
}  // namespace imcbench
