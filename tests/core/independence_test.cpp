// SPDX-License-Identifier: Apache-2.0
// Neighbouring addresses give unrelated draws. A correlation of n independent pairs is within
// 5 / sqrt(n) of 0 but for a false alarm of 5.7e-7; the 30 checks below: 1.7e-5. Seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kernels/core/draws.h"
#include "kernels/core/stream.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kCount = 1u << 22;

std::vector<float> draws(const DrawAddress& address) {
  std::vector<float> z(kCount);
  draw_kernels().fill_normals(address, 0, kCount, z.data());
  return z;
}

// Correlation of x[i] with y[i + lag], and of their squares, in standard errors.
void expect_unrelated(const std::vector<float>& x, const std::vector<float>& y, std::uint32_t lag,
                      const std::string& what) {
  double product = 0.0, squares = 0.0;
  const std::uint32_t n = kCount - lag;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double a = static_cast<double>(x[i]), b = static_cast<double>(y[i + lag]);
    product += a * b;
    squares += (a * a - 1.0) * (b * b - 1.0);
  }
  EXPECT_LT(std::fabs(product) / std::sqrt(n), 5.0) << what;
  EXPECT_LT(std::fabs(squares) / (2.0 * std::sqrt(n)), 5.0) << what << ", squares";
}

const PhiloxKey kStream = stream_key(11, "independence_test");

TEST(Independence, NeighbouringElements) {
  const std::vector<float> z = draws({kStream});
  for (const std::uint32_t lag : {1u, 2u, 4u, 15u, 16u, 17u, 32u, 64u, 1024u}) {
    expect_unrelated(z, z, lag, "elements " + std::to_string(lag) + " apart");
  }
}

TEST(Independence, ChipsReadsSlotsStreamsSeeds) {
  const std::vector<float> z = draws({kStream, 5, 5, 5});
  expect_unrelated(z, draws({kStream, 6, 5, 5}), 0, "next chip");
  expect_unrelated(z, draws({kStream, 5, 6, 5}), 0, "next read");
  expect_unrelated(z, draws({kStream, 5, 5, 6}), 0, "next slot");
  expect_unrelated(z, draws({{kStream.k0 + 1, kStream.k1}, 5, 5, 5}), 0, "next key");
  expect_unrelated(z, draws({stream_key(12, "independence_test"), 5, 5, 5}), 0, "next seed");
  expect_unrelated(z, draws({stream_key(11, "independence_tesu"), 5, 5, 5}), 0, "other path");
}

// The four words of one Philox call go to elements 16 apart: chips, reads and slots must differ in
// every one of them, not only on average.
TEST(Independence, NoAddressesShareTheirDraws) {
  const DrawAddress addresses[] = {{kStream, 0, 1, 2}, {kStream, 0, 2, 1}, {kStream, 1, 0, 2},
                                   {kStream, 1, 2, 0}, {kStream, 2, 0, 1}, {kStream, 2, 1, 0}};
  for (const DrawAddress& a : addresses) {
    for (const DrawAddress& b : addresses) {
      if (&a == &b) continue;
      std::uint32_t equal = 0;
      for (std::uint32_t e = 0; e < 4096; ++e) equal += draw_word(a, e) == draw_word(b, e);
      EXPECT_EQ(equal, 0u);  // 30 * 4096 / 2^32: false alarm 2.9e-5
    }
  }
}

}  // namespace
}  // namespace imcbench
