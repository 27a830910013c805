// SPDX-License-Identifier: Apache-2.0
// References from scipy 1.10.1 and statsmodels 0.13.5; the call stands next to each number.
#include "analysis/statistics/paired.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

using testing_draws::kAllowedSigmas;
using testing_draws::sigmas_off;
using Counts = std::vector<std::uint32_t>;

const Counts kA{431, 440, 428, 437, 445, 419, 433, 438, 441, 430};
const Counts kB{425, 436, 430, 431, 436, 418, 428, 439, 433, 427};
constexpr std::uint32_t kSamples = 500;

// Student quantiles of the references: t = np.sqrt(df * (1 - b) / b),
// b = sp.betaincinv(df / 2, .5, .05), because st.t.ppf of this scipy is off by 1e-9.
TEST(Paired, IntervalAndPValueMatchScipy) {
  const PairedComparison c = compare_paired(kA, kB, kSamples);
  EXPECT_EQ(c.chips, 10u);
  EXPECT_NEAR(c.paired.value, 0.0078, 1e-15);
  EXPECT_NEAR(c.paired.low, 0.0025562175524820683, 1e-14);  // d.mean() -+ t * st.sem(d)
  EXPECT_NEAR(c.paired.high, 0.013043782447517945, 1e-14);
  EXPECT_NEAR(c.paired.p_value, 0.008324063346386516, 1e-13);  // st.ttest_rel(a / S, b / S)
  EXPECT_EQ(c.paired.freedom, 9.0);
  EXPECT_NEAR(c.unpaired.low, -0.005239482306170568, 1e-14);
  EXPECT_NEAR(c.unpaired.high, 0.02083948230617058, 1e-14);
  EXPECT_NEAR(c.unpaired.freedom, 17.29870558596845, 1e-11);
  EXPECT_NEAR(c.unpaired.p_value, 0.22426274153105072, 1e-13);  // st.ttest_ind(equal_var=False)
  EXPECT_NEAR(c.gain, 2.4867, 1e-4);                            // 0.02607896 / 0.01048756
  EXPECT_NEAR(c.sign.p_value, 0.109375, 1e-15);                 // st.binomtest(8, 10, .5)
  EXPECT_NEAR(c.sign_flip.p_value, 0.015625, 1e-15);  // st.permutation_test, all 1024 signs
}

TEST(Paired, WelchOfChipsAndSamplesOfTheirOwnMatchesScipy) {
  const Counts other{350, 341, 365, 338, 352, 347};
  const MeanDifference d = welch_difference(kA, kSamples, other, 400);
  EXPECT_NEAR(d.value, -0.0036833333333333718, 1e-15);
  EXPECT_NEAR(d.low, -0.02901521925485022, 1e-14);
  EXPECT_NEAR(d.high, 0.021648552588183476, 1e-14);
  EXPECT_NEAR(d.freedom, 7.477581515500267, 1e-12);
  EXPECT_NEAR(d.p_value, 0.7436270080069662, 1e-13);
}

TEST(Paired, SwappingTheTwoSwapsTheSign) {
  const PairedComparison ab = compare_paired(kA, kB, kSamples);
  const PairedComparison ba = compare_paired(kB, kA, kSamples);
  EXPECT_EQ(ab.paired.low, -ba.paired.high);
  EXPECT_EQ(ab.paired.p_value, ba.paired.p_value);
  EXPECT_EQ(ab.sign.positive, ba.sign.negative);
  EXPECT_EQ(ab.sign_flip.p_value, ba.sign_flip.p_value);
}

TEST(Paired, TooFewChipsAndNoSpread) {
  const PairedComparison one = compare_paired(Counts{400}, Counts{390}, kSamples);
  EXPECT_EQ(one.paired.value, 0.02);
  EXPECT_TRUE(std::isnan(one.paired.low) && std::isnan(one.paired.p_value));
  EXPECT_TRUE(std::isnan(one.unpaired.high) && std::isnan(one.gain));
  EXPECT_TRUE(std::isnan(compare_paired({}, {}, kSamples).paired.value));
  const PairedComparison same = compare_paired(kA, kA, kSamples);
  EXPECT_EQ(same.paired.high, 0.0);
  EXPECT_EQ(same.paired.p_value, 1.0);
  EXPECT_EQ(same.gain, INFINITY);
  const Counts flat(5, 400);
  const PairedComparison apart = compare_paired(flat, Counts(5, 399), kSamples);
  EXPECT_EQ(apart.paired.low, apart.paired.high);
  EXPECT_EQ(apart.unpaired.p_value, 0.0);
  EXPECT_TRUE(std::isnan(apart.gain));
}

TEST(Paired, ListsOfDifferentLengthAndBadLevelsAreRefused) {
  EXPECT_THROW(compare_paired(kA, Counts{1, 2}, kSamples), std::logic_error);
  EXPECT_THROW(compare_paired(kA, kB, 0), std::logic_error);
  EXPECT_THROW(compare_paired(kA, kB, kSamples, 95.0), std::logic_error);
}

TEST(Paired, HolmMatchesStatsmodels) {
  // multipletests(p, method='holm')[1]
  const std::vector<double> p{0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 0.9};
  const std::vector<double> expected{0.06, 0.16, 0.15, 0.035, 0.4, 0.16, 0.9};
  const std::vector<double> adjusted = holm_adjusted(p);
  ASSERT_EQ(adjusted.size(), expected.size());
  for (std::size_t i = 0; i < p.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-15) << i;
  EXPECT_TRUE(holm_adjusted({}).empty());
  EXPECT_EQ(holm_adjusted(std::vector<double>{0.6, 0.7})[0], 1.0);
  EXPECT_THROW(holm_adjusted(std::vector<double>{0.5, std::nan("")}), std::logic_error);
}

// Chips with a spread of 0.03 that both scenarios share, and 0.005 each of their own.
struct Pair {
  Counts a, b;
};
Pair draw_pair(std::uint32_t replica, std::uint32_t chips, double shared, double own_b) {
  Pair pair{Counts(chips), Counts(chips)};
  for (std::uint32_t c = 0; c < chips; ++c) {
    const auto z = [&](std::uint32_t k) {
      return static_cast<double>(normal_of(testing_draws::word(replica, 3 * c + k)));
    };
    const double common = 0.8 + shared * z(0);
    pair.a[c] = static_cast<std::uint32_t>(std::lround(1e5 * (common + 0.01 + 0.005 * z(1))));
    pair.b[c] = static_cast<std::uint32_t>(std::lround(1e5 * (common + own_b * z(2))));
  }
  return pair;
}

// False alarm rate 7e-6 per check; the paired interval is exact, Welch's is within 0.2 % here.
TEST(Paired, BothIntervalsCoverTheDifferenceOfNormalChips) {
  constexpr std::uint32_t kReplicas = 20000;
  for (const std::uint32_t chips : {5u, 20u}) {
    std::uint64_t paired_hits = 0;
    std::uint64_t welch_hits = 0;
    const auto hits = [](const MeanDifference& d) { return d.low <= 0.01 && 0.01 <= d.high; };
    for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
      const Pair shared = draw_pair(replica, chips, 0.03, 0.005);
      paired_hits += hits(compare_paired(shared.a, shared.b, 100000, 0.9).paired);
      const Pair apart = draw_pair(replica, chips, 0.0, 0.02);
      welch_hits += hits(welch_difference(apart.a, 100000, apart.b, 100000, 0.9));
    }
    EXPECT_LT(std::abs(sigmas_off(paired_hits, kReplicas, 0.9)), kAllowedSigmas) << chips;
    EXPECT_LT(std::abs(sigmas_off(welch_hits, kReplicas, 0.9)), kAllowedSigmas) << chips;
  }
}

// Standard errors sqrt(2) * 0.0304 and sqrt(2) * 0.005: the gain is 6.08.
TEST(Paired, PairingGainsWhatTheSharedSpreadIsWorth) {
  const Pair pair = draw_pair(1, 4000, 0.03, 0.005);
  EXPECT_NEAR(compare_paired(pair.a, pair.b, 100000).gain, std::hypot(0.03, 0.005) / 0.005, 0.3);
}

}  // namespace
}  // namespace imcbench
