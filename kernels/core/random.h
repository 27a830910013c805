// SPDX-License-Identifier: Apache-2.0
// Random numbers with an address: no generator state exists anywhere.
//
//   value = map( philox( counter = (block(element), read, slot, chip), key = stream ) )
//
//   stream   which noise of which tensor; see stream.h. Names, so switching one on shifts no other.
//   chip     index of the chip instance
//   read     0 for what is static; the sample index for what is redrawn at every read
//   slot     0; further draws of one element at one read (a pulse number, say)
//   element  the cell (input * outputs + output) or the output (position * outputs + output)
//
// One Philox call gives four words. They serve elements 16 apart, so that 16 neighbours form one
// vector: element e is word (e >> 4) & 3 of block (e >> 6) * 16 + (e & 15).
#pragma once

#include <cstdint>

#include "kernels/core/math.h"
#include "kernels/core/philox.h"

namespace imcbench {

inline constexpr std::uint32_t kDrawGroup = 64;  // elements served by 16 neighbouring Philox blocks
inline constexpr std::uint32_t kDrawLanes = 16;

struct DrawAddress {
  PhiloxKey stream;
  std::uint32_t chip = 0;
  std::uint32_t read = 0;
  std::uint32_t slot = 0;
};

// The four words of block `block`: elements (block / 16) * 64 + block % 16 + {0, 16, 32, 48}.
IMC_HD Words4 draw_block(const DrawAddress& a, std::uint32_t block) {
  return philox({block, a.read, a.slot, a.chip}, a.stream);
}

// The word of one element. Costs a whole Philox call; loops use draw_block.
IMC_HD std::uint32_t draw_word(const DrawAddress& a, std::uint32_t element) {
  const Words4 w = draw_block(a, (element >> 6) * kDrawLanes + (element & 15u));
  const std::uint32_t which = (element >> 4) & 3u;
  const std::uint32_t low = (which & 1u) ? w.w1 : w.w0;
  const std::uint32_t high = (which & 1u) ? w.w3 : w.w2;
  return (which & 2u) ? high : low;
}

// Uniform on the open interval (0, 1): the midpoints of 2^23 equal cells, each an exact float.
IMC_HD float uniform_of(std::uint32_t word) {
  return (static_cast<float>(static_cast<std::int32_t>(word >> 9)) + 0.5f) * 0x1p-23f;
}

// Standard normal: the inverse CDF at (word + 1/2) / 2^32. It rises with the word but for rounding:
// from one word to the next it never falls by more than 2^-20. |error| <= 5e-7 * max(1, |z|) out to
// the ends, |z| <= 6.34; mirror words give mirror values. (Both bounds: every word was tried.)
// Method (ours): with p the smaller tail and x = 1 - 2p, z = x * R(-ln(1 - x^2)), R rational (5,5).
IMC_HD float normal_of(std::uint32_t word) {
  const auto sign = static_cast<std::uint32_t>(static_cast<std::int32_t>(word) >> 31);  // ~0: z > 0
  const std::uint32_t from_centre = (word ^ ~sign) & 0x7fffffffu;
  const auto centre = static_cast<float>(static_cast<std::int32_t>(from_centre));
  const auto tail = static_cast<float>(static_cast<std::int32_t>(0x7fffffffu - from_centre));
  const float x = (centre + 0.5f) * 0x1p-31f;   // 1 - 2p
  const float two_p = (tail + 0.5f) * 0x1p-31f;  // keeps its digits where x is near 1
  const float w = -log_pos(two_p * (2.0f - two_p));
  float num = 2.937538557e-05f;
  num = fma_rn(num, w, 1.025116886e-03f);
  num = fma_rn(num, w, 1.204137690e-02f);
  num = fma_rn(num, w, 9.071454406e-02f);
  num = fma_rn(num, w, 4.550220966e-01f);
  num = fma_rn(num, w, 1.253314972e+00f);
  float den = 1.004872843e-06f;
  den = fma_rn(den, w, 1.718512940e-04f);
  den = fma_rn(den, w, 2.352729440e-03f);
  den = fma_rn(den, w, 3.281930089e-02f);
  den = fma_rn(den, w, 1.012621149e-01f);
  den = fma_rn(den, w, 1.0f);
  const float z = x * (num / den);
  return float_of(bits_of(z) ^ (~sign & 0x80000000u));
}

// exp(mu + sigma * z) for a standard normal z.
IMC_HD float lognormal_of(std::uint32_t word, float mu, float sigma) {
  return exp_f(fma_rn(sigma, normal_of(word), mu));
}

}  // namespace imcbench
