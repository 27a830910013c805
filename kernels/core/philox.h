// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10: four random words as a pure function of a 128-bit counter and a 64-bit key.
// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
// DOI 10.1145/2063384.2063405. Known answers are in tests/core/philox_test.cpp.
#pragma once

#include <cstdint>

#include "kernels/core/macros.h"

namespace imcbench {

struct Words4 {
  std::uint32_t w0, w1, w2, w3;
};

struct PhiloxKey {
  std::uint32_t k0, k1;
};

inline constexpr std::uint32_t kPhiloxMul0 = 0xD2511F53u;
inline constexpr std::uint32_t kPhiloxMul1 = 0xCD9E8D57u;
inline constexpr std::uint32_t kPhiloxWeyl0 = 0x9E3779B9u;
inline constexpr std::uint32_t kPhiloxWeyl1 = 0xBB67AE85u;
inline constexpr int kPhiloxRounds = 10;

IMC_HD Words4 philox_round(Words4 c, std::uint32_t k0, std::uint32_t k1) {
  const std::uint64_t p0 = static_cast<std::uint64_t>(kPhiloxMul0) * c.w0;
  const std::uint64_t p1 = static_cast<std::uint64_t>(kPhiloxMul1) * c.w2;
  return {static_cast<std::uint32_t>(p1 >> 32) ^ c.w1 ^ k0, static_cast<std::uint32_t>(p1),
          static_cast<std::uint32_t>(p0 >> 32) ^ c.w3 ^ k1, static_cast<std::uint32_t>(p0)};
}

IMC_HD Words4 philox(Words4 counter, PhiloxKey key) {
  IMC_UNROLL
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const auto r = static_cast<std::uint32_t>(round);
    counter = philox_round(counter, key.k0 + r * kPhiloxWeyl0, key.k1 + r * kPhiloxWeyl1);
  }
  return counter;
}

}  // namespace imcbench
