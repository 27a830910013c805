// SPDX-License-Identifier: Apache-2.0
// Sixteen neighbouring Philox blocks at once: the 64 words of one draw group, in element order.
//
// The vector versions compute what philox() computes, word for word (tests/core/philox_test.cpp).
// Each 64-bit lane carries one 32-bit value in its low half; the multiply ignores the high half, so
// a round needs no shuffles. Even and odd blocks go in separate vectors and are joined at the end.
#pragma once

#include "kernels/core/random.h"

#if defined(__AVX2__) && !defined(__CUDACC__)
#include <immintrin.h>
#define IMC_PHILOX_VECTOR 1
#endif

namespace imcbench {

#ifdef IMC_PHILOX_VECTOR

#ifdef __AVX512F__
struct PhiloxVector {  // 8 blocks
  using V = __m512i;
  static constexpr std::uint32_t kBlocks = 8;
  static IMC_HD V all(std::uint32_t x) { return _mm512_set1_epi64(x); }
  static IMC_HD V every_other() { return _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0); }
  static IMC_HD V add(V a, V b) { return _mm512_add_epi64(a, b); }
  static IMC_HD V mul(V a, V b) { return _mm512_mul_epu32(a, b); }
  static IMC_HD V mix(V product, V x, V key) {
    return _mm512_ternarylogic_epi64(_mm512_srli_epi64(product, 32), x, key, 0x96);  // xor of three
  }
  static IMC_HD void store_joined(std::uint32_t* out, V even, V odd) {
    const V joined = _mm512_mask_blend_epi32(0xAAAA, even, _mm512_slli_epi64(odd, 32));
    _mm512_storeu_si512(out, joined);
  }
};
#else
struct PhiloxVector {  // 4 blocks
  using V = __m256i;
  static constexpr std::uint32_t kBlocks = 4;
  static IMC_HD V all(std::uint32_t x) { return _mm256_set1_epi64x(x); }
  static IMC_HD V every_other() { return _mm256_set_epi64x(6, 4, 2, 0); }
  static IMC_HD V add(V a, V b) { return _mm256_add_epi64(a, b); }
  static IMC_HD V mul(V a, V b) { return _mm256_mul_epu32(a, b); }
  static IMC_HD V mix(V product, V x, V key) {
    return _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product, 32), x), key);
  }
  static IMC_HD void store_joined(std::uint32_t* out, V even, V odd) {
    const V joined = _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), joined);
  }
};
#endif

struct PhiloxVectorState {
  PhiloxVector::V c0, c1, c2, c3;
};

IMC_HD void philox_vector_round(PhiloxVectorState& s, PhiloxVector::V k0, PhiloxVector::V k1) {
  using P = PhiloxVector;
  const P::V p0 = P::mul(s.c0, P::all(kPhiloxMul0));
  const P::V p1 = P::mul(s.c2, P::all(kPhiloxMul1));
  s.c0 = P::mix(p1, s.c1, k0);
  s.c1 = p1;
  s.c2 = P::mix(p0, s.c3, k1);
  s.c3 = p0;
}

// words[w * 16 + l] = word w of block first_block + l, for l < 16.
IMC_HD void draw_group_words(const DrawAddress& a, std::uint32_t first_block,
                             std::uint32_t* IMC_RESTRICT words) {
  using P = PhiloxVector;
  constexpr std::uint32_t kPairs = kDrawLanes / (2 * P::kBlocks);
  PhiloxVectorState even[kPairs], odd[kPairs];
#pragma GCC unroll 2
  for (std::uint32_t i = 0; i < kPairs; ++i) {
    const P::V base = P::add(P::all(first_block + i * 2 * P::kBlocks), P::every_other());
    even[i] = {base, P::all(a.read), P::all(a.slot), P::all(a.chip)};
    odd[i] = {P::add(base, P::all(1)), P::all(a.read), P::all(a.slot), P::all(a.chip)};
  }
#pragma GCC unroll 10
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const auto r = static_cast<std::uint32_t>(round);
    const P::V k0 = P::all(a.stream.k0 + r * kPhiloxWeyl0);
    const P::V k1 = P::all(a.stream.k1 + r * kPhiloxWeyl1);
#pragma GCC unroll 2
    for (std::uint32_t i = 0; i < kPairs; ++i) {
      philox_vector_round(even[i], k0, k1);
      philox_vector_round(odd[i], k0, k1);
    }
  }
#pragma GCC unroll 2
  for (std::uint32_t i = 0; i < kPairs; ++i) {
    std::uint32_t* out = words + i * 2 * P::kBlocks;
    P::store_joined(out, even[i].c0, odd[i].c0);
    P::store_joined(out + 16, even[i].c1, odd[i].c1);
    P::store_joined(out + 32, even[i].c2, odd[i].c2);
    P::store_joined(out + 48, even[i].c3, odd[i].c3);
  }
}

#else

IMC_HD void draw_group_words(const DrawAddress& a, std::uint32_t first_block,
                             std::uint32_t* IMC_RESTRICT words) {
  for (std::uint32_t l = 0; l < kDrawLanes; ++l) {
    const Words4 w = draw_block(a, first_block + l);
    words[l] = w.w0;
    words[16 + l] = w.w1;
    words[32 + l] = w.w2;
    words[48 + l] = w.w3;
  }
}

#endif

// out[i] = map(word of element first + i), i < count. `first` must be a multiple of kDrawGroup and
// `out` must have room for `count` rounded up to kDrawGroup.
template <class Map>
IMC_HD void fill_draws(const DrawAddress& a, std::uint32_t first, std::uint32_t count, Map map,
                       float* IMC_RESTRICT out) {
  alignas(64) std::uint32_t words[kDrawGroup];
  const std::uint32_t groups = (count + kDrawGroup - 1) / kDrawGroup;
  for (std::uint32_t g = 0; g < groups; ++g) {
    draw_group_words(a, (first / kDrawGroup + g) * kDrawLanes, words);
    float* IMC_RESTRICT row = out + g * kDrawGroup;
    IMC_SIMD
    for (std::uint32_t i = 0; i < kDrawGroup; ++i) row[i] = map(words[i]);
  }
}

}  // namespace imcbench
