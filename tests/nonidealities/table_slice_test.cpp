// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/table_slice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/nonidealities/table_kernels.h"

namespace imcbench {
namespace {

struct Points {
  std::vector<double> x, mean, sigma;
  TableSlice slice() const { return make_table_slice(x, mean, sigma); }
};

// Random knots between 0 and 25 uS, seed fixed. Values rise, fall and touch 0.
Points random_points(std::size_t knots, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> gap(0.05, 1.0), value(0.0, 25.0);
  Points p;
  for (std::size_t i = 0; i < knots; ++i) {
    p.x.push_back(i == 0 ? 0.0 : p.x.back() + gap(random));
    p.mean.push_back(value(random));
    p.sigma.push_back(i % 5 == 3 ? 0.0 : value(random) / 10.0);
  }
  for (double& x : p.x) x *= 25.0 / p.x.back();
  return p;
}

// The definition of piecewise linear, in double.
double reference(const std::vector<double>& x, const std::vector<double>& y, double at) {
  if (at <= x.front()) return y.front();
  if (at >= x.back()) return y.back();
  std::size_t k = 0;
  while (at >= x[k + 1]) ++k;
  return std::lerp(y[k], y[k + 1], (at - x[k]) / (x[k + 1] - x[k]));
}

// Numbers of few bits: every operation is exact, so every knot has to be.
TEST(TableSlice, KnotsOfShortNumbersAreExact) {
  const Points p{{0, 1, 2, 4, 8, 16}, {0.5, 1, 4, 3, 8, 0}, {0.25, 0.5, 0, 0.125, 1, 2}};
  const TableSlice slice = p.slice();
  for (std::size_t k = 0; k < p.x.size(); ++k) {
    const TableValue value = slice(static_cast<float>(p.x[k]));
    EXPECT_EQ(value.mean, p.mean[k]) << k;
    EXPECT_EQ(value.sigma, p.sigma[k]) << k;
  }
  EXPECT_EQ(slice(3.0f).mean, 3.5f);
  EXPECT_EQ(slice(12.0f).sigma, 1.5f);
}

// One rounding of the larger end of the segment, plus one of the slope: no drift along 32 knots.
TEST(TableSlice, KnotsOfAnyNumbersAreWithinOneRounding) {
  for (const std::size_t knots : {2u, 3u, 9u, 31u, 32u}) {
    const Points p = random_points(knots, 11);
    const TableSlice slice = p.slice();
    for (std::size_t k = 0; k < knots; ++k) {
      const TableValue value = slice(slice.knot_uS[k]);
      const auto unit = [&](const std::vector<double>& y) {
        return std::max(y[k], k == 0 ? 0.0 : y[k - 1]) * 0x1p-23;
      };
      EXPECT_NEAR(value.mean, p.mean[k], unit(p.mean)) << knots << " " << k;
      EXPECT_NEAR(value.sigma, p.sigma[k], unit(p.sigma)) << knots << " " << k;
    }
  }
}

TEST(TableSlice, BetweenKnotsIsTheStraightLine) {
  const Points p = random_points(32, 12);
  const TableSlice slice = p.slice();
  for (int i = 0; i <= 5000; ++i) {
    const float x = 25.0f * static_cast<float>(i) / 5000.0f;
    EXPECT_NEAR(slice(x).mean, reference(p.x, p.mean, x), 25.0 * 1e-5) << x;
    EXPECT_NEAR(slice(x).sigma, reference(p.x, p.sigma, x), 2.5 * 1e-5) << x;
  }
}

TEST(TableSlice, OutsideTheKnotsTheEdgeHolds) {
  const Points p{{1, 2, 5}, {1.5, 2.5, 4.5}, {0.5, 0.25, 0.75}};
  const TableSlice slice = p.slice();
  for (const float x : {-3.0f, 0.0f, 1.0f}) EXPECT_EQ(slice(x).mean, 1.5f) << x;
  for (const float x : {5.0f, 5.1f, 1e6f}) EXPECT_EQ(slice(x).sigma, 0.75f) << x;
}

TEST(TableSlice, SizesAndOrderArePreconditions) {
  const std::vector<double> one(1), many(33), same = {1.0, 1.0}, two = {1.0, 2.0};
  EXPECT_THROW(make_table_slice(one, one, one), std::logic_error);
  EXPECT_THROW(make_table_slice(many, many, many), std::logic_error);
  EXPECT_THROW(make_table_slice(same, two, two), std::logic_error);
  EXPECT_THROW(make_table_slice(two, two, one), std::logic_error);
}

TEST(TableSlice, SameBitsOnEveryInstructionSet) {
  constexpr std::uint32_t kCount = 4099;  // no multiple of a vector
  std::vector<float> x(kCount), plain[2], got[2];
  for (std::uint32_t i = 0; i < kCount; ++i) x[i] = -1.0f + 27.0f * static_cast<float>(i) / kCount;
  for (auto* lines : {plain, got}) lines[0] = lines[1] = std::vector<float>(kCount);
  for (const std::size_t knots : {2u, 9u, 32u}) {
    const TableSlice slice = random_points(knots, 13).slice();
    for (std::uint32_t i = 0; i < kCount; ++i) {
      plain[0][i] = slice(x[i]).mean;
      plain[1][i] = slice(x[i]).sigma;
    }
    for (const Isa isa : available_isas()) {
      table_kernels(isa).slice(slice, x.data(), kCount, got[0].data(), got[1].data());
      EXPECT_EQ(got[0], plain[0]) << name_of(isa);
      EXPECT_EQ(got[1], plain[1]) << name_of(isa);
    }
  }
}

}  // namespace
}  // namespace imcbench
