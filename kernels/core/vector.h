// SPDX-License-Identifier: Apache-2.0
// One native register of floats. Only what the matrix kernels need; everything else is left to the
// compiler's vectorizer. kPanelPad (core/gemm.h) is a multiple of every kVector.
#pragma once

#include "kernels/core/math.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace imcbench {

#if defined(__AVX512F__)

inline constexpr int kVector = 16;

struct Vector {
  __m512 v;
  static IMC_HD Vector load(const float* p) { return {_mm512_loadu_ps(p)}; }
  static IMC_HD Vector all(float x) { return {_mm512_set1_ps(x)}; }
  IMC_HD void store(float* p) const { _mm512_storeu_ps(p, v); }
};
IMC_HD Vector fma_rn(Vector a, Vector b, Vector c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
IMC_HD Vector abs_of(Vector a) { return {_mm512_abs_ps(a.v)}; }

#elif defined(__AVX2__)

inline constexpr int kVector = 8;

struct Vector {
  __m256 v;
  static IMC_HD Vector load(const float* p) { return {_mm256_loadu_ps(p)}; }
  static IMC_HD Vector all(float x) { return {_mm256_set1_ps(x)}; }
  IMC_HD void store(float* p) const { _mm256_storeu_ps(p, v); }
};
IMC_HD Vector fma_rn(Vector a, Vector b, Vector c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
IMC_HD Vector abs_of(Vector a) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a.v)}; }

#else

inline constexpr int kVector = 8;

struct Vector {
  float x[kVector];
  static IMC_HD Vector load(const float* p) {
    Vector r;
    for (int i = 0; i < kVector; ++i) r.x[i] = p[i];
    return r;
  }
  static IMC_HD Vector all(float value) {
    Vector r;
    for (float& lane : r.x) lane = value;
    return r;
  }
  IMC_HD void store(float* p) const {
    for (int i = 0; i < kVector; ++i) p[i] = x[i];
  }
};
IMC_HD Vector fma_rn(Vector a, Vector b, Vector c) {
  for (int i = 0; i < kVector; ++i) c.x[i] = fma_rn(a.x[i], b.x[i], c.x[i]);
  return c;
}
IMC_HD Vector abs_of(Vector a) {
  for (float& lane : a.x) lane = abs_f(lane);
  return a;
}

#endif

// The first n lanes only.
IMC_HD Vector load_first(const float* p, int n) {
  alignas(64) float lanes[kVector] = {};
  for (int i = 0; i < n; ++i) lanes[i] = p[i];
  return Vector::load(lanes);
}
IMC_HD void store_first(Vector a, float* p, int n) {
  alignas(64) float lanes[kVector];
  a.store(lanes);
  for (int i = 0; i < n; ++i) p[i] = lanes[i];
}

}  // namespace imcbench
