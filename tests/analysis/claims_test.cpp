// SPDX-License-Identifier: Apache-2.0
// References from scipy 1.10.1 and statsmodels 0.13.5; false alarms are summed over all outcomes.
#include "analysis/statistics/claims.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

using testing_draws::sigmas_off;
using Counts = std::vector<std::uint32_t>;

TEST(Claims, BoundsMatchStatsmodels) {
  struct Case {
    std::uint64_t k, n;
    double confidence, low, high;
  };
  // proportion_confint(k, n, alpha=2 * (1 - c), method='beta')
  for (const Case& c : std::vector<Case>{{5, 10, 0.95, 0.22244110100812942, 0.7775588989918706},
                                         {297, 300, 0.95, 0.9743586069173904, 0.9972689697817929},
                                         {990, 1000, 0.99, 0.9799573940991211, 0.9958597019348553},
                                         {9, 10, 0.6, 0.8078571035441333, 0.9502002165056764}}) {
    EXPECT_NEAR(share_lower_bound(c.k, c.n, c.confidence), c.low, 1e-13) << c.k;
    EXPECT_NEAR(share_upper_bound(c.k, c.n, c.confidence), c.high, 1e-13) << c.k;
  }
  EXPECT_EQ(share_lower_bound(0, 5, 0.95), 0.0);
  EXPECT_EQ(share_upper_bound(5, 5, 0.95), 1.0);
  EXPECT_EQ(share_lower_bound(0, 0, 0.95), 0.0);
  EXPECT_EQ(share_upper_bound(0, 0, 0.95), 1.0);
}

TEST(Claims, ChipsNeededMatchASearchWithScipy) {
  struct Case {
    double share, confidence;
    std::uint64_t failures, chips;
  };
  // the smallest n with st.binom.cdf(failures, n, 1 - share) <= 1 - confidence
  for (const Case& c : std::vector<Case>{{0.9, 0.95, 0, 29},
                                         {0.9, 0.95, 1, 46},
                                         {0.9, 0.95, 10, 167},
                                         {0.95, 0.95, 0, 59},
                                         {0.95, 0.95, 2, 124},
                                         {0.99, 0.95, 0, 299},
                                         {0.99, 0.95, 1, 473},
                                         {0.99, 0.95, 10, 1693},
                                         {0.999, 0.99, 0, 4603},
                                         {0.999, 0.99, 10, 20140},
                                         {0.5, 0.75, 0, 2},
                                         {0.5, 0.75, 1, 5}}) {
    EXPECT_EQ(chips_for_claim(c.share, c.confidence, c.failures), c.chips) << c.share;
  }
}

TEST(Claims, VerdictFollowsTheBoundsForEveryOutcome) {
  for (const std::uint64_t n : {0u, 1u, 13u, 60u}) {
    for (std::uint64_t k = 0; k <= n; ++k) {
      for (const double share : {0.3, 0.9, 0.95}) {
        const YieldClaim claim = judge_claim(k, n, share, 0.95);
        EXPECT_EQ(claim.verdict == ClaimVerdict::supported, claim.low >= share) << k << " " << n;
        EXPECT_EQ(claim.verdict == ClaimVerdict::refuted, claim.high < share) << k << " " << n;
        EXPECT_EQ(claim.more_chips == 0, claim.verdict == ClaimVerdict::supported);
      }
    }
  }
}

TEST(Claims, MoreChipsAreEnoughAndOneLessIsNot) {
  for (const std::uint64_t k : {100u, 99u, 97u, 50u}) {
    const std::uint64_t more = judge_claim(k, 100, 0.99, 0.95).more_chips;
    ASSERT_GT(more, 0u);
    EXPECT_GE(share_lower_bound(k + more, 100 + more, 0.95), 0.99);
    EXPECT_LT(share_lower_bound(k + more - 1, 99 + more, 0.95), 0.99);
  }
  EXPECT_EQ(judge_claim(100, 100, 0.99, 0.95).more_chips, 199u);
  EXPECT_EQ(judge_claim(0, 0, 0.99, 0.95).more_chips, 299u);
}

// At a yield just below the claim "supported" is wrong, at the claim "refuted" is.
TEST(Claims, WrongVerdictsAreAtMostAsLikelyAsAllowed) {
  for (const std::uint64_t n : {20u, 60u, 300u}) {
    for (const double share : {0.8, 0.95}) {
      const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), share);
      double supported = 0.0;
      double refuted = 0.0;
      for (std::uint64_t k = 0; k <= n; ++k) {
        const ClaimVerdict verdict = judge_claim(k, n, share, 0.9).verdict;
        const double p = pdf(binomial, static_cast<double>(k));
        if (verdict == ClaimVerdict::supported) supported += p;
        if (verdict == ClaimVerdict::refuted) refuted += p;
      }
      EXPECT_LE(supported, 0.1 + 1e-9) << n << " " << share;
      EXPECT_LE(refuted, 0.1 + 1e-9) << n << " " << share;
      EXPECT_GT(refuted, 0.0);
    }
  }
}

TEST(Claims, NamesAreWords) {
  EXPECT_EQ(claim_verdict_name(ClaimVerdict::supported), "supported");
  EXPECT_EQ(claim_verdict_name(ClaimVerdict::refuted), "refuted");
  EXPECT_EQ(claim_verdict_name(ClaimVerdict::not_enough_chips), "not enough chips");
}

TEST(Claims, SharesAndConfidencesOutsideTheirRangeAreRefused) {
  for (const double bad : {0.0, 1.0, 99.0, std::nan("")}) {
    EXPECT_THROW(chips_for_claim(bad, 0.95), std::logic_error);
    EXPECT_THROW(chips_for_claim(0.9, bad), std::logic_error);
    EXPECT_THROW(judge_claim(9, 10, bad, 0.95), std::logic_error);
    EXPECT_THROW(tolerance_bound(Counts{1}, 10, 0.9, bad), std::logic_error);
  }
  EXPECT_THROW(judge_claim(9, 10, 0.9, 0.5), std::logic_error);
  EXPECT_THROW(judge_claim(11, 10, 0.9, 0.95), std::logic_error);
  EXPECT_THROW(yield_curve(Counts{11}, 10), std::logic_error);
}

TEST(YieldCurve, StepsAtTheCountsSeen) {
  const YieldCurve curve = yield_curve(Counts{7, 3, 9, 7}, 10);
  EXPECT_EQ(curve.threshold, (Counts{3, 7, 9, 10}));
  EXPECT_EQ(curve.good, (std::vector<std::uint64_t>{4, 3, 1, 0}));
  EXPECT_EQ(curve.target, (std::vector<double>{0.3, 0.7, 0.9, 1.0}));
  EXPECT_EQ(curve.share, (std::vector<double>{1.0, 0.75, 0.25, 0.0}));
  // proportion_confint([4, 3, 1, 0], 4, method='beta')
  const std::vector<double> low{0.3976353643835253, 0.19412044968324338, 0.006309463209709866, 0.0};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(curve.low[i], low[i], 1e-12);
    EXPECT_NEAR(curve.high[i], 1.0 - low[3 - i], 1e-12);
  }
}

TEST(YieldCurve, EndsAtAPerfectChipAndIsEmptyForNone) {
  EXPECT_EQ(yield_curve(Counts{10, 10, 8}, 10).threshold, (Counts{8, 10}));
  EXPECT_TRUE(yield_curve(Counts{}, 10).threshold.empty());
  EXPECT_EQ(yield_curve(Counts{0}, 10).threshold, (Counts{0, 1}));
}

TEST(ToleranceBound, RanksFollowTheChipsNeeded) {
  const auto rank_for = [](std::uint32_t chips) {
    Counts counts(chips);
    for (std::uint32_t c = 0; c < chips; ++c) counts[c] = 1000 - c;
    const auto bound = tolerance_bound(counts, 1000, 0.95, 0.95);
    if (!bound) return 0u;
    const auto rank = static_cast<std::uint32_t>(bound->rank);
    EXPECT_EQ(bound->correct, 1000 - chips + rank);
    return rank;
  };
  EXPECT_EQ(rank_for(58), 0u);
  EXPECT_EQ(rank_for(59), 1u);
  EXPECT_EQ(rank_for(92), 1u);
  EXPECT_EQ(rank_for(93), 2u);
  EXPECT_EQ(rank_for(124), 3u);
  EXPECT_EQ(rank_for(336), 11u);
  EXPECT_FALSE(tolerance_bound({}, 1000, 0.95, 0.95).has_value());
  const Counts all(59, 400);
  EXPECT_EQ(tolerance_bound(all, 500, 0.95, 0.95)->accuracy, 0.8);
  EXPECT_NEAR(tolerance_bound(all, 500, 0.95, 0.95)->confidence, 1.0 - std::pow(0.95, 59), 1e-14);
}

// The 10 % quantile of the true law is known: the bound must lie at or below it in a share
// `confidence` of the runs, exactly for normal chips, at least that often for ten coarse steps.
// False alarm rate 7e-6 (two-sided) and 3e-6 (one-sided); the seed is fixed.
TEST(ToleranceBound, HoldsAsOftenAsItSays) {
  constexpr std::uint32_t kReplicas = 20000;
  constexpr double kQuantile = -1.2815515655446004;  // st.norm.ppf(.1)
  std::uint64_t fine_hits = 0;
  std::uint64_t coarse_hits = 0;
  double confidence = 0.0;
  Counts fine(60);
  Counts coarse(60);
  for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
    for (std::uint32_t c = 0; c < 60; ++c) {
      const double x = 0.5 + 0.05 * static_cast<double>(normal_of(testing_draws::word(replica, c)));
      fine[c] = static_cast<std::uint32_t>(std::lround(1e6 * x));
      coarse[c] = static_cast<std::uint32_t>(std::lround(20.0 * x));
    }
    const auto bound = tolerance_bound(fine, 1000000, 0.9, 0.9);
    confidence = bound->confidence;
    fine_hits += bound->accuracy <= 0.5 + 0.05 * kQuantile;
    // P(count >= 9) = P(x > 0.425) = 0.933, P(count >= 10) = P(x > 0.475) = 0.691
    coarse_hits += tolerance_bound(coarse, 20, 0.9, 0.9)->correct <= 9;
  }
  EXPECT_GE(confidence, 0.9);
  EXPECT_LT(std::abs(sigmas_off(fine_hits, kReplicas, confidence)), testing_draws::kAllowedSigmas);
  EXPECT_GT(sigmas_off(coarse_hits, kReplicas, 0.9), -testing_draws::kAllowedSigmas);
}

}  // namespace
}  // namespace imcbench
