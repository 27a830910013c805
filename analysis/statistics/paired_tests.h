// SPDX-License-Identifier: Apache-2.0
// Exact tests of paired integer differences d_c, one per chip c: does a sign prefer one side?
// No distribution is assumed. Two-sided p-values in (0, 1]; 1 when there is no chip that differs.
#pragma once

#include <cstdint>
#include <span>

namespace imcbench {

// A p-value below the smallest normal double is reported as that number, 2.2e-308: never as 0.
struct SignTest {
  std::uint64_t positive;  // chips with d > 0
  std::uint64_t negative;
  std::uint64_t ties;  // d = 0, dropped
  double p_value;
};

// Null hypothesis: a chip that differs does so to either side with probability 1/2, independently.
//   p = min(1, 2 P(B <= min(positive, negative))),  B ~ Binomial(positive + negative, 1/2)
// differences: shape [C]. Dixon, Mood, J. Am. Stat. Assoc. 41, 557 (1946).
SignTest sign_test(std::span<const std::int64_t> differences);

enum class PValueMethod { exact, normal };

// How large a problem is counted exactly: chips that differ times sums up to the tail, in additions
// (about a second), and the largest sum, in table entries (128 MiB).
inline constexpr std::uint64_t kExactAdditions = std::uint64_t{1} << 31;
inline constexpr std::uint64_t kExactSums = std::uint64_t{1} << 24;

struct SignFlipTest {
  double p_value;
  PValueMethod method;
};

// Null hypothesis: the differences are independent and each is symmetric about 0 (which holds when
// the two scenarios have the same effect on a chip). Given the sizes |d_c|, all 2^n signs of the n
// chips that differ are equally likely, and with T = sum d_c
//
//   p = P(|sum_c s_c |d_c|| >= |T|) = 2 P(R <= (M - |T|) / 2),  1 for T = 0,
//
// R: sum of the |d_c| with a positive sign, M = sum |d_c|. The probabilities of R = 0, 1, ..., L
// with L = (M - |T|) / 2 follow chip by chip, P(R = r) <- (P(R = r) + P(R = r - |d|)) / 2, in at
// most n (L + 1) additions of positive numbers: nothing cancels. What underflows is below 1e-314.
// Above kExactAdditions or kExactSums (10000 chips with differences of 40 samples are still exact)
// the normal approximation with continuity correction is used: sums of signs lie 2 apart,
//   z = (|T| - 1) / sqrt(sum d_c^2), p = 2 P(Z >= z), at most 1.
// Fisher, The Design of Experiments (1935), section 21; the recursion: Pagano, Tritchler, J. Am.
// Stat. Assoc. 78, 435 (1983).
SignFlipTest sign_flip_test(std::span<const std::int64_t> differences);

}  // namespace imcbench
