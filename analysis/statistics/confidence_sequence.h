// SPDX-License-Identifier: Apache-2.0
// Anytime-valid intervals for the mean over chips: a run may look at them as often as it likes and
// stop for any reason, also because of what it saw. The probability that the interval misses the
// mean at even one look is at most alpha = 1 - level, so the intervals of several looks may also be
// intersected. The price is width. Accuracies, or their differences between two scenarios on the
// same chips (normal_mixture_sequence).
//
// n: chips so far. `level` in (0, 1). Chips come in a fixed order that does not depend on results.
#pragma once

#include <cstdint>
#include <span>

#include "analysis/statistics/intervals.h"

namespace imcbench {

// Variance of the effect sizes that the mixture bets on, (mean - mu) / sigma ~ N(0, g).
//
// A sequence is narrowest, against the t interval, where (1 + n g) / alpha^2 = exp(n g) to first
// order, at n g = 8.2 for alpha = 0.05: g = 0.04 puts that at about 200 chips. Its half width over
// that of the Student interval for a fixed n, level 0.95:
//
//   n         30    50   100   200   300   500  1000  2000  3000 10000
//   ratio   2.02  1.73  1.59  1.56  1.56  1.57  1.61  1.66  1.68  1.77
//
// Below 15 chips the interval is infinite (a larger g would end that earlier, at 8 chips for
// g = 0.2, and cost 1.88 instead of 1.77 at 10000). No g gets below 1.55.
inline constexpr double kDefaultMixture = 0.04;

// Sequence for normal chips of unknown mean and standard deviation: the values mu that the
// sequential t test with the mixture g on the effect size has not rejected,
//
//   B(mu) = (1 + n g)^(-1/2) * [(1 + t^2/v) / (1 + t^2/(v (1 + n g)))]^(n/2) < 1/alpha,
//   v = n - 1, t = (mean - mu) / (std / sqrt(n)).
//
// B is the likelihood ratio of t, because t has v degrees of freedom when mu is the mean and
// sqrt(1 + n g) times as much spread under the mixture. t determines the likelihood ratio of the
// scale-free data (x_i - mu) / |x_1 - mu|, hence B is a martingale of mean 1 and by Ville's
// inequality reaches 1/alpha with probability at most alpha, over all n together. Solved for mu:
//
//   mean -+ std * sqrt(v u / n),  K = (sqrt(1 + n g) / alpha)^(2/n),
//                                 u = (K - 1) / (1 - K / (1 + n g)),  infinite for K >= 1 + n g.
//
// `mean` and `std` (divisor n - 1) in one unit; n < 2: infinite. mixture = g > 0. std = 0 gives
// width 0: chips that have not differed yet are not normal, so look only after they did.
// A skewness of -1.75 it stands (97.5 % of 10000 runs covered at every one of 19 looks up to 500
// chips), but not a law with rare bad chips: before the first one it knows nothing of them (55 %
// with 5 % dead chips).
// Lai, Ann. Stat. 4, 265 (1976), DOI 10.1214/aos/1176343406; with the normal mixture: Wang, Ramdas,
// arXiv:2310.03722.
Interval normal_mixture_sequence(double mean, double std, std::uint64_t n,
                                 double level = kDefaultLevel, double mixture = kDefaultMixture);

// Sequence for values in [0, 1] of any law: chips independent, or at least of the same mean given
// the chips before. Two gamblers bet against each mu, one on larger values, one on smaller:
//
//   K+(mu) = prod_i (1 + min(b_i, c/mu) (x_i - mu))          falls with mu
//   K-(mu) = prod_i (1 - min(b_i, c/(1 - mu)) (x_i - mu))    rises with mu
//   b_i = sqrt(2 ln(2/alpha) / (V_(i-1) i ln(1 + i))),  c = 3/4
//   V_i = (1/4 + sum_(j<=i) (x_j - m_j)^2) / (i + 1),  m_i = (1/2 + sum_(j<=i) x_j) / (i + 1)
//
// and the interval is where both capitals stay below 2/alpha (the half of alpha for either end).
// Each end is found by 52 halvings of [0, 1]. Bets use past chips only: a capital is a martingale
// of mean 1 at the true mean. Time O(n), values: shape [n] in the order of the chips; none: [0, 1].
//
// The price is steep when the spread is small, because no bet exceeds c/mu: below the mean the half
// width is at least about mu ln(2/alpha) / (c n), whatever the spread. Half width over that of
// the t interval, one run each of normal chips of mean 0.85:
//
//   n              30   100   300  1000  3000 10000
//   std 0.01       19    14   8.6   5.1   3.4   2.2
//   std 0.03      7.9   4.9   3.1   2.1   1.7   1.7
//   std 0.1       2.2   2.1   1.8   1.7   1.8   2.2
//
// Waudby-Smith, Ramdas, J. R. Stat. Soc. B 86, 1 (2024), arXiv:2010.09686 (hedged capital with
// predictable plug-in bets).
Interval betting_sequence(std::span<const double> values, double level = kDefaultLevel);

}  // namespace imcbench
