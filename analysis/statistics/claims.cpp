// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/claims.h"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/beta.hpp>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kSlack = 1.0 + 1e-12;

constexpr std::array<std::string_view, 3> kNames{"supported", "refuted", "not enough chips"};

bool is_inside(double probability) { return probability > 0.0 && probability < 1.0; }

// P(at most k of n), each with probability p in (0, 1).
double at_most(std::uint64_t k, std::uint64_t n, double p) {
  if (k >= n) return 1.0;
  return boost::math::ibetac(static_cast<double>(k) + 1.0, static_cast<double>(n - k), p);
}

bool supports(std::uint64_t failures, std::uint64_t n, double share, double confidence) {
  return at_most(failures, n, 1.0 - share) <= (1.0 - confidence) * kSlack;
}

std::vector<std::uint32_t> ascending(std::span<const std::uint32_t> correct,
                                     std::uint32_t samples) {
  IMC_EXPECT(samples >= 1);
  std::vector<std::uint32_t> sorted(correct.begin(), correct.end());
  std::sort(sorted.begin(), sorted.end());
  IMC_EXPECT(sorted.empty() || sorted.back() <= samples);
  return sorted;
}

}  // namespace

double share_lower_bound(std::uint64_t k, std::uint64_t n, double confidence) {
  IMC_EXPECT(k <= n && is_inside(confidence));
  if (k == 0) return 0.0;
  return boost::math::ibeta_inv(static_cast<double>(k), static_cast<double>(n - k) + 1.0,
                                1.0 - confidence);
}

double share_upper_bound(std::uint64_t k, std::uint64_t n, double confidence) {
  IMC_EXPECT(k <= n && is_inside(confidence));
  if (k == n) return 1.0;
  return boost::math::ibetac_inv(static_cast<double>(k) + 1.0, static_cast<double>(n - k),
                                 1.0 - confidence);
}

std::uint64_t chips_for_claim(double share, double confidence, std::uint64_t failures) {
  IMC_EXPECT(is_inside(share) && is_inside(confidence));
  std::uint64_t too_few = failures;  // all of them failed: nothing is supported
  std::uint64_t enough = failures + 1;
  while (!supports(failures, enough, share, confidence)) {
    too_few = enough;
    enough *= 2;
  }
  while (enough - too_few > 1) {
    const std::uint64_t middle = too_few + (enough - too_few) / 2;
    (supports(failures, middle, share, confidence) ? enough : too_few) = middle;
  }
  return enough;
}

std::string_view claim_verdict_name(ClaimVerdict verdict) {
  return kNames[static_cast<std::size_t>(verdict)];
}

YieldClaim judge_claim(std::uint64_t k, std::uint64_t n, double share, double confidence) {
  IMC_EXPECT(k <= n && is_inside(share) && confidence > 0.5 && confidence < 1.0);
  YieldClaim claim{};
  claim.low = share_lower_bound(k, n, confidence);
  claim.high = share_upper_bound(k, n, confidence);
  const std::uint64_t needed = chips_for_claim(share, confidence, n - k);
  claim.more_chips = needed > n ? needed - n : 0;
  const bool refuted = at_most(k, n, share) * kSlack < 1.0 - confidence;
  claim.verdict = claim.more_chips == 0 ? ClaimVerdict::supported
                  : refuted             ? ClaimVerdict::refuted
                                        : ClaimVerdict::not_enough_chips;
  return claim;
}

YieldCurve yield_curve(std::span<const std::uint32_t> correct, std::uint32_t samples,
                       double level) {
  const std::vector<std::uint32_t> sorted = ascending(correct, samples);
  const std::uint64_t n = sorted.size();
  YieldCurve curve;
  const auto add = [&](std::uint32_t threshold, std::uint64_t good) {
    const Interval bounds = clopper_pearson(good, n, level);
    curve.threshold.push_back(threshold);
    curve.target.push_back(static_cast<double>(threshold) / samples);
    curve.good.push_back(good);
    curve.share.push_back(static_cast<double>(good) / static_cast<double>(n));
    curve.low.push_back(bounds.low);
    curve.high.push_back(bounds.high);
  };
  for (std::uint64_t i = 0; i < n; ++i) {
    if (i == 0 || sorted[i] != sorted[i - 1]) add(sorted[i], n - i);
  }
  if (n > 0 && sorted.back() < samples) add(sorted.back() + 1, 0);
  return curve;
}

std::optional<ToleranceBound> tolerance_bound(std::span<const std::uint32_t> correct,
                                              std::uint32_t samples, double share,
                                              double confidence) {
  IMC_EXPECT(is_inside(share) && is_inside(confidence));
  const std::vector<std::uint32_t> sorted = ascending(correct, samples);
  const std::uint64_t n = sorted.size();
  std::uint64_t rank = 0;  // the largest that is supported
  std::uint64_t beyond = n + 1;
  while (beyond - rank > 1) {
    const std::uint64_t middle = rank + (beyond - rank) / 2;
    (supports(middle - 1, n, share, confidence) ? rank : beyond) = middle;
  }
  if (rank == 0) return std::nullopt;
  const std::uint32_t count = sorted[rank - 1];
  return ToleranceBound{count, static_cast<double>(count) / samples, rank,
                        1.0 - at_most(rank - 1, n, 1.0 - share)};
}

}  // namespace imcbench
