// SPDX-License-Identifier: Apache-2.0
// Devices programmed by one functor, and what must hold between a functor and its law.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kernels/core/random.h"
#include "kernels/nonidealities/law.h"
#include "tests/nonidealities/support.h"

namespace imcbench::testing_nonideality {

inline constexpr std::uint32_t kDevices = 1 << 16;

using Changes = std::initializer_list<std::pair<const char*, double>>;

inline TileContext window_of(float g_min_uS, float g_max_uS) {
  return {512, 64, g_max_uS, 0.0, g_min_uS};
}

// One device with these draws (one per pass), which then are all xi.
template <class F>
float programmed_uS(const F& functor, float target_uS, float xi, float spread = 1.0f) {
  Cell cell{target_uS, target_uS, target_uS * spread, spread};
  apply_to_cell(functor, cell, [xi](std::uint32_t) { return xi; });
  return cell.g_uS;
}

// kDevices devices with draws of their own, sorted.
template <class F>
std::vector<double> sample(const F& functor, float target_uS) {
  std::vector<double> g(kDevices);
  for (std::uint32_t i = 0; i < kDevices; ++i) {
    Cell cell{target_uS, target_uS, target_uS};
    apply_to_cell(functor, cell, [i](std::uint32_t pass) {
      return normal_of(draw_word({{7, 9}, 0, 0, pass}, i));
    });
    g[i] = static_cast<double>(cell.g_uS);
  }
  std::sort(g.begin(), g.end());
  return g;
}

// Samples of the functor against the law of the same parameters, at each target. The mean lies
// within 5 standard errors (5.7e-7); Kolmogorov's distance, at 256 quantiles, below 2.7 / sqrt(n)
// (9.3e-7, and less with atoms). False alarm 1.5e-6 a target.
template <class F>
void expect_law(Changes changes, const TileContext& tile, std::initializer_list<float> targets_uS) {
  ParamValues values = ParamValues::defaults(F::params);
  for (const auto& [name, value] : changes) values.set(name, value);
  const F functor = F::bind(values, tile);
  for (const float target_uS : targets_uS) {
    SCOPED_TRACE(std::string(F::info.name) + ", target " + std::to_string(target_uS));
    const Law law = F::law(values, tile, static_cast<double>(target_uS));
    const std::vector<double> g = sample(functor, target_uS);
    double mean = 0.0;
    for (const double value : g) mean += value / kDevices;
    EXPECT_NEAR(mean, law.mean(), 5.0 * std::sqrt(law.variance() / kDevices) + 1e-6 * law.mean());
    double distance = 0.0;
    for (std::uint32_t i = 0; i < kDevices; i += kDevices / 256) {
      const double slack = 1e-6 * g[i];  // of floats
      const auto at_most = std::upper_bound(g.begin(), g.end(), g[i]) - g.begin();
      const auto below = std::lower_bound(g.begin(), g.end(), g[i]) - g.begin();
      distance =
          std::max(distance, static_cast<double>(at_most) / kDevices - law.cdf(g[i] + slack));
      distance =
          std::max(distance, law.below(g[i] - slack) - static_cast<double>(below) / kDevices);
    }
    EXPECT_LT(distance, 2.7 / std::sqrt(kDevices));
  }
}

// The deviation of the law is the functor's sigma, at targets far enough from 0 not to be clipped.
template <class F>
void expect_same_sigma(Changes changes, const TileContext& tile,
                       std::initializer_list<float> targets_uS) {
  ParamValues values = ParamValues::defaults(F::params);
  for (const auto& [name, value] : changes) values.set(name, value);
  const F functor = F::bind(values, tile);
  for (const float target_uS : targets_uS) {
    const Law law = F::law(values, tile, static_cast<double>(target_uS));
    const double sigma_uS = std::sqrt(law.variance());
    ASSERT_GT(target_uS, 6.0 * sigma_uS);
    EXPECT_NEAR(functor.sigma_uS(target_uS) / sigma_uS, 1.0, 1e-6)
        << F::info.name << ", target " << target_uS;
  }
}

// With these parameters the noise does nothing, bit for bit.
template <class F>
void expect_identity(Changes changes, const TileContext& tile = kContext) {
  const F functor = bound<F>(changes, tile);
  for (const float u : {0.0f, 1e-3f, 0.3f, 0.4936f, 1.0f}) {
    const float g = fma_rn(u, tile.g_range_uS(), tile.g_min_uS);
    for (const float xi : {-6.0f, 0.1f, 6.0f}) EXPECT_EQ(programmed_uS(functor, g, xi), g);
  }
}

}  // namespace imcbench::testing_nonideality
