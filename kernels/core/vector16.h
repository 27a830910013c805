// SPDX-License-Identifier: Apache-2.0
// Sixteen floats: one AVX-512 register, two AVX2 registers, or a plain array. Only what the matrix
// kernels need; everything else is left to the compiler's vectorizer.
#pragma once

#include "kernels/core/math.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace imcbench {

inline constexpr int kVector = 16;

#if defined(__AVX512F__)

struct Vector16 {
  __m512 v;
  static IMC_HD Vector16 load(const float* p) { return {_mm512_loadu_ps(p)}; }
  static IMC_HD Vector16 all(float x) { return {_mm512_set1_ps(x)}; }
  IMC_HD void store(float* p) const { _mm512_storeu_ps(p, v); }
  IMC_HD void store_first(float* p, int n) const {
    _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1u), v);
  }
};
IMC_HD Vector16 fma_rn(Vector16 a, Vector16 b, Vector16 c) {
  return {_mm512_fmadd_ps(a.v, b.v, c.v)};
}
IMC_HD Vector16 abs_of(Vector16 a) { return {_mm512_abs_ps(a.v)}; }

#elif defined(__AVX2__)

struct Vector16 {
  __m256 lo, hi;
  static IMC_HD Vector16 load(const float* p) {
    return {_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)};
  }
  static IMC_HD Vector16 all(float x) { return {_mm256_set1_ps(x), _mm256_set1_ps(x)}; }
  IMC_HD void store(float* p) const {
    _mm256_storeu_ps(p, lo);
    _mm256_storeu_ps(p + 8, hi);
  }
  IMC_HD void store_first(float* p, int n) const {
    alignas(32) float all_lanes[kVector];
    store(all_lanes);
    for (int i = 0; i < n; ++i) p[i] = all_lanes[i];
  }
};
IMC_HD Vector16 fma_rn(Vector16 a, Vector16 b, Vector16 c) {
  return {_mm256_fmadd_ps(a.lo, b.lo, c.lo), _mm256_fmadd_ps(a.hi, b.hi, c.hi)};
}
IMC_HD Vector16 abs_of(Vector16 a) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  return {_mm256_andnot_ps(sign, a.lo), _mm256_andnot_ps(sign, a.hi)};
}

#else

struct Vector16 {
  float x[kVector];
  static IMC_HD Vector16 load(const float* p) {
    Vector16 r;
    for (int i = 0; i < kVector; ++i) r.x[i] = p[i];
    return r;
  }
  static IMC_HD Vector16 all(float value) {
    Vector16 r;
    for (float& lane : r.x) lane = value;
    return r;
  }
  IMC_HD void store(float* p) const { store_first(p, kVector); }
  IMC_HD void store_first(float* p, int n) const {
    for (int i = 0; i < n; ++i) p[i] = x[i];
  }
};
IMC_HD Vector16 fma_rn(Vector16 a, Vector16 b, Vector16 c) {
  for (int i = 0; i < kVector; ++i) c.x[i] = fma_rn(a.x[i], b.x[i], c.x[i]);
  return c;
}
IMC_HD Vector16 abs_of(Vector16 a) {
  for (float& lane : a.x) lane = abs_f(lane);
  return a;
}

#endif

}  // namespace imcbench
