// SPDX-License-Identifier: Apache-2.0
// Exact random telegraph noise (rtn_per_read) and its fast path (rtn_moments) on chips: equal mean
// and variance at any fan-in; the shape differs at small fan-in by what the closed form says.
//
// Outputs are divided by the deviation that the closed form gives their column, so all are of mean
// 0 and variance 1. Bounds are 5 standard errors: 1 / sqrt(N), sqrt((kurtosis - 1) / N) and
// sqrt(24 / N) for mean, variance and kurtosis of N nearly normal samples; false alarm 6e-7 each,
// 2e-5 in all, if seeds were drawn anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "tests/nonidealities/column_samples.h"

namespace imcbench {
namespace {

using testing_column::Reads;

struct Setting {
  double law, beta, traps;
};

// Of all samples, each in units of its column's deviation.
struct Moments {
  double samples, mean, variance, excess;
  double expected_excess;  // of the exact kind

  double error_of_excess() const { return std::sqrt(24.0 / samples); }
};

// Deviation of a device in units of full scale, from the formula: defaults kappa = 0.02, rho = 1.
double sigma(const Setting& s, double g_uS, const TileContext& tile) {
  const double g_max = static_cast<double>(tile.g_max_uS),
               g_range = static_cast<double>(tile.g_range_uS());
  const double sigma_uS = s.law == 1.0 ? 0.5 * std::min(0.04 * g_max + 0.0015 * g_uS, g_uS)
                                       : 0.02 * g_max * std::pow(g_uS / g_max, 1.0 - s.beta);
  return sigma_uS / g_range;
}

Moments moments(const char* kind, const Setting& setting, const std::vector<float>& x,
                std::uint32_t outputs, std::uint32_t reads) {
  Hardware hardware = testing_tile::only({kind});
  hardware[kind].values.set("law", setting.law);
  hardware[kind].values.set("beta", setting.beta);
  if (std::string_view(kind) == "rtn_per_read") hardware[kind].values.set("traps", setting.traps);
  const Reads got = testing_column::read_columns(hardware, x, outputs, reads);
  std::vector<double> deviation(outputs);
  Moments m{static_cast<double>(got.noise.size()), 0.0, 0.0, 0.0, 0.0};
  for (std::uint32_t n = 0; n < outputs; ++n) {
    double variance = 0.0, fourth = 0.0;  // sums of the second and fourth cumulants
    for (std::size_t j = 0; j < x.size(); ++j) {
      for (const double g_uS : {got.column[n].plus_uS[j], got.column[n].minus_uS[j]}) {
        const double v = std::pow(sigma(setting, g_uS, got.context) * static_cast<double>(x[j]), 2);
        variance += v;
        fourth += (setting.traps == 2.0 ? -1.36 : -2.0) * v * v;
      }
    }
    deviation[n] = std::sqrt(variance);
    m.expected_excess += fourth / (variance * variance) / outputs;
  }
  double second = 0.0, fourth = 0.0;
  for (std::size_t i = 0; i < got.noise.size(); ++i) {
    const double z = got.noise[i] / deviation[i % outputs];
    m.mean += z / m.samples;
    second += z * z / m.samples;
    fourth += z * z * z * z / m.samples;
  }
  m.variance = second;
  m.excess = fourth / (second * second) - 3.0;
  return m;
}

void expect_mean_and_variance(const Moments& m, double excess) {
  EXPECT_NEAR(m.mean, 0.0, 5 / std::sqrt(m.samples));
  EXPECT_NEAR(m.variance, 1.0, 5 * std::sqrt((2.0 + excess) / m.samples));
}

struct Pair {
  Moments exact, fast;
};

Pair expect_matched(const Setting& setting, const std::vector<float>& x, std::uint32_t outputs,
                    std::uint32_t reads) {
  const Pair pair{moments("rtn_per_read", setting, x, outputs, reads),
                  moments("rtn_moments", setting, x, outputs, reads)};
  expect_mean_and_variance(pair.exact, pair.exact.expected_excess);
  expect_mean_and_variance(pair.fast, 0.0);
  EXPECT_NEAR(pair.exact.excess, pair.exact.expected_excess, 5 * pair.exact.error_of_excess());
  EXPECT_NEAR(pair.fast.excess, 0.0, 5 * pair.fast.error_of_excess());
  testing::Test::RecordProperty("exact_excess", std::to_string(pair.exact.excess));
  testing::Test::RecordProperty("fast_excess", std::to_string(pair.fast.excess));
  return pair;
}

// Full inputs of either sign, so that all devices weigh the same.
std::vector<float> full_inputs(std::uint32_t inputs) {
  std::vector<float> x(inputs, 1.0f);
  for (std::uint32_t k = 0; k < inputs; k += 3) x[k] = -1.0f;
  return x;
}

constexpr Setting kDefault{0.0, 1.0, 1.0};

// The difference in shape is there, and as large as it should be: -1/16 is eighteen standard errors
// of 0.0034 of either kind.
TEST(RtnMatchedMoments, FanIn16ShowsTheKurtosis) {
  const Pair pair = expect_matched(kDefault, full_inputs(16), 256, 8192);
  EXPECT_NEAR(pair.exact.expected_excess, -1.0 / 16, 1e-9);
  EXPECT_NEAR(pair.exact.excess - pair.fast.excess, -1.0 / 16,
              5 * std::sqrt(2.0) * pair.exact.error_of_excess());
  EXPECT_LT(pair.exact.excess, -5 * pair.exact.error_of_excess());
}

TEST(RtnMatchedMoments, FanIn64) {
  const Pair pair = expect_matched(kDefault, full_inputs(64), 128, 4096);
  EXPECT_NEAR(pair.exact.expected_excess, -1.0 / 64, 1e-9);
}

TEST(RtnMatchedMoments, FanIn256) {
  const Pair pair = expect_matched(kDefault, full_inputs(256), 64, 2048);
  EXPECT_NEAR(pair.exact.expected_excess, -1.0 / 256, 1e-9);
}

// Inputs and conductances of any size, four states: the variance is still the column's own.
TEST(RtnMatchedMoments, UnequalInputsAndConductances) {
  std::vector<float> x = testing_tile::normals(2, 24);
  for (float& value : x) value = clamp_f(0.5f * value, -1.0f, 1.0f);
  expect_matched({0.0, 0.5, 2.0}, x, 128, 4096);
  expect_matched({1.0, 1.0, 1.0}, x, 128, 4096);
}

}  // namespace
}  // namespace imcbench
