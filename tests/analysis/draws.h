// SPDX-License-Identifier: Apache-2.0
// Fixed draws for the coverage simulations.
#pragma once

#include <cmath>
#include <cstdint>

#include "kernels/core/random.h"

namespace imcbench::testing_draws {

inline constexpr PhiloxKey kSeed{20260725u, 0x616e6c79u};

inline std::uint32_t word(std::uint32_t replica, std::uint32_t element) {
  return draw_word({kSeed, replica}, element);
}

// A fraction k of n replicas hit an event of probability p: is it within 4.5 standard deviations?
// False alarm rate 7e-6 per check, if the seed were drawn anew; the seed is fixed.
inline double sigmas_off(std::uint64_t k, std::uint64_t n, double p) {
  const auto trials = static_cast<double>(n);
  return (static_cast<double>(k) - trials * p) / std::sqrt(trials * p * (1.0 - p));
}
inline constexpr double kAllowedSigmas = 4.5;

}  // namespace imcbench::testing_draws
