// SPDX-License-Identifier: Apache-2.0
// Shapley values: a fair split of a total over K players, from the worth v(u) of every subset u.
//
//   phi_k = sum over u without k of |u|! (K - 1 - |u|)! / K! (v(u + k) - v(u)),  sum_k phi_k =
//   v(all) - v(none)
//
// A subset is a mask: bit k of it is player k. Arrays over masks have 2^K entries, 1 <= K <= 8.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/statistics/intervals.h"

namespace imcbench {

inline constexpr std::uint32_t kMaxShapleyPlayers = 8;

// worth: shape [2^K]. Returns [K].
std::vector<double> shapley_values(std::span<const double> worth);

// worth[mask][C]: the same game on C chips. The value of each player on each chip, and over chips
// its mean and Student interval. Returns [K].
std::vector<Estimate> shapley_over_chips(std::span<const std::vector<double>> worth,
                                         double level = kDefaultLevel);

struct ShapleyFactor {
  Estimate first, total, shapley;  // as shares of the variance; the shapley values sum to 1
};

struct ShapleyDecomposition {
  double mean, variance;
  std::vector<ShapleyFactor> factors;  // [K]; all NaN when the variance is 0
};

// Shapley effects of K independent factors on the variance of an output. Two independent designs A
// and B of N rows; y[mask][N]: outputs of the rows of A with the factors in the mask taken from B,
// so that y[0] are the outputs of A and y[2^K - 1] those of B.
//
// y[m] and y[m ^ d] of one row share all factors outside d, so half their mean squared difference
// is the total effect of d; the mean over all m and rows is
//
//   W(d) = mean((y[m] - y[m ^ d])^2) / 2 = V - V(outside d),   V(u): closed index of u, times V
//
// (Jansen's estimator with every pair that the design has). W(all) = V. The game W has the same
// Shapley values as the game V(u): Owen, SIAM/ASA J. Uncertain. Quantif. 2, 245 (2014), DOI
// 10.1137/130936233; Song, Nelson, Staum, ibid. 4, 1060 (2016), DOI 10.1137/15M1048070.
//
//   shapley = phi_k(W) / W(all),  first = 1 - W(all but k) / W(all),  total = W(k) / W(all)
//
// Intervals: jackknife over rows, as in sobol.h; with 256 rows those of 95 % covered in simulations
// with 92 to 96 % (shapley: 94 to 95 %). N >= 3. Cost: N 4^K.
ShapleyDecomposition shapley_effects(std::span<const std::vector<double>> y,
                                     double level = kDefaultLevel);

}  // namespace imcbench
