// SPDX-License-Identifier: Apache-2.0
// References: scipy 1.10.1 and rational arithmetic in Python; all 2^n signs for small n.
#include "analysis/statistics/paired_tests.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

using Differences = std::vector<std::int64_t>;

const Differences kTen{6, 4, -2, 6, 9, 1, 5, -1, 8, 3};

// `positive` chips with +size, `negative` with -size.
Differences two_sizes(std::size_t positive, std::size_t negative, std::int64_t size) {
  Differences d(positive, size);
  d.insert(d.end(), negative, -size);
  return d;
}

double by_all_signs(const Differences& d) {
  std::int64_t observed = 0;
  for (const std::int64_t x : d) observed += x;
  std::uint64_t as_far = 0;
  const std::uint64_t all = std::uint64_t{1} << d.size();
  for (std::uint64_t signs = 0; signs < all; ++signs) {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < d.size(); ++c) sum += (signs >> c & 1) != 0 ? d[c] : -d[c];
    as_far += std::abs(sum) >= std::abs(observed);
  }
  return static_cast<double>(as_far) / static_cast<double>(all);
}

TEST(SignTest, MatchesScipy) {
  struct Case {
    std::size_t k, n;
    double p;
  };
  // st.binomtest(k, n, .5).pvalue
  for (const Case& c : std::vector<Case>{{0, 7, 0.015625},
                                         {3, 10, 0.34375},
                                         {20, 40, 1.0},
                                         {30, 100, 7.85013964559367e-05},
                                         {450, 1000, 0.0017305360849763024},
                                         {4700, 10000, 2.076033695920611e-09}}) {
    EXPECT_NEAR(sign_test(two_sizes(c.k, c.n - c.k, 3)).p_value, c.p, 1e-11 * c.p) << c.k;
    EXPECT_NEAR(sign_test(two_sizes(c.n - c.k, c.k, 3)).p_value, c.p, 1e-11 * c.p) << c.k;
  }
}

TEST(SignTest, TiesAreDroppedAndCounted) {
  const SignTest test = sign_test(Differences{4, 0, -1, 0, 2, 5, 0, 9});
  EXPECT_EQ(test.positive, 4u);
  EXPECT_EQ(test.negative, 1u);
  EXPECT_EQ(test.ties, 3u);
  EXPECT_NEAR(test.p_value, 2.0 * (1.0 + 5.0) / 32.0, 1e-15);
}

TEST(SignFlip, MatchesScipyAndRationalArithmetic) {
  // st.permutation_test((a, b), mean of differences, permutation_type='samples',
  // n_resamples=np.inf)
  EXPECT_NEAR(sign_flip_test(kTen).p_value, 0.015625, 1e-16);
  Differences d;
  for (std::int64_t i = 0; i < 60; ++i) d.push_back(i * 37 % 23 - 8);
  EXPECT_NEAR(sign_flip_test(d).p_value, 0.0019148951023796046,
              1e-16);  // integers, divided by 2^58
  d.clear();
  for (std::int64_t i = 0; i < 300; ++i) d.push_back(7 + i * 31 % 11);
  d.insert(d.end(), 20, -3);
  EXPECT_NEAR(sign_flip_test(d).p_value / 3.634174594139356e-83, 1.0, 1e-12);
}

TEST(SignFlip, CountsEverySignOfUpToTwelveChips) {
  for (std::uint32_t replica = 0; replica < 60; ++replica) {
    Differences d(1 + replica % 12);
    for (std::uint32_t c = 0; c < d.size(); ++c) {
      d[c] = static_cast<std::int64_t>(testing_draws::word(replica, c) % 41) - 18;
    }
    const SignFlipTest test = sign_flip_test(d);
    EXPECT_NEAR(test.p_value, by_all_signs(d), 1e-15) << replica;
    EXPECT_EQ(test.method, PValueMethod::exact);
    for (std::int64_t& x : d) x = -x;
    EXPECT_EQ(sign_flip_test(d).p_value, test.p_value);
  }
}

// With equal sizes the sum only counts signs: another formula for the same number.
TEST(SignFlip, OfEqualSizesIsTheSignTestAlsoForTenThousandChips) {
  for (const std::size_t positive : {5010u, 5200u, 6000u, 9000u}) {
    const Differences d = two_sizes(positive, 10000 - positive, 20);
    const double expected = sign_test(d).p_value;
    ASSERT_GT(expected, 0.0);
    const SignFlipTest test = sign_flip_test(d);
    EXPECT_EQ(test.method, PValueMethod::exact);
    EXPECT_NEAR(test.p_value / expected, 1.0, 1e-9) << positive;
  }
}

// Ten thousand chips of 500 samples: differences as two fair scenarios give them, and a shift.
TEST(SignFlip, OfTenThousandChipsIsExactAndNearTheNormalLimit) {
  Differences d(10000);
  double squares = 0.0;
  double sum = 0.0;
  for (std::uint32_t c = 0; c < d.size(); ++c) {
    const double z = normal_of(testing_draws::word(77, c));
    d[c] = std::lround(15.8 * z + 0.4);
    sum += static_cast<double>(d[c]);
    squares += static_cast<double>(d[c] * d[c]);
  }
  const SignFlipTest test = sign_flip_test(d);
  EXPECT_EQ(test.method, PValueMethod::exact);
  const double limit = std::erfc((std::abs(sum) - 1.0) / std::sqrt(2.0 * squares));
  EXPECT_NEAR(test.p_value / limit, 1.0, 2e-3);
}

TEST(SignFlip, AboveTheStatedSizeTheNormalLimitIsUsedAndSaidSo) {
  const Differences d = two_sizes(20200, 19800, 400);
  const SignFlipTest test = sign_flip_test(d);
  EXPECT_EQ(test.method, PValueMethod::normal);
  // 2 * st.norm.sf((400 * 400 - 1) / np.sqrt(40000 * 400**2)) = 2 * st.norm.sf(1.9999875)
  EXPECT_NEAR(test.p_value, 0.04550161368739352, 1e-14);
  const Differences wide{std::int64_t{1} << 31, std::int64_t{1} << 31, -5};  // a table of 5 entries
  EXPECT_EQ(sign_flip_test(wide).method, PValueMethod::exact);
  EXPECT_NEAR(sign_flip_test(wide).p_value, 0.5, 1e-15);
}

TEST(PairedTests, NoDifferenceIsNoEvidenceAndNoPValueIsZero) {
  for (const Differences& d : {Differences{}, Differences{0, 0, 0}, Differences{3, -3, 0}}) {
    EXPECT_EQ(sign_test(d).p_value, 1.0);
    EXPECT_EQ(sign_flip_test(d).p_value, 1.0);
  }
  const Differences all(10000, 1);  // 2 * 2^-10000
  EXPECT_GT(sign_test(all).p_value, 0.0);
  EXPECT_GT(sign_flip_test(all).p_value, 0.0);
  EXPECT_LT(sign_flip_test(all).p_value, 1e-300);
}

}  // namespace
}  // namespace imcbench
