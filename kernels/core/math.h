// SPDX-License-Identifier: Apache-2.0
// Elementary functions that give the same bits on every CPU and on CUDA.
//
// Each is a branch-free polynomial built from correctly rounded operations and explicit fma only;
// no library function whose last bit depends on the machine. Files that include this one are
// compiled with -ffp-contract=off (host) and --fmad=false (nvcc), so nothing is fused or split
// behind our back. The coefficients are ours: weighted minimax fits in float64, rounded to float32.
#pragma once

#include <cstdint>

#include "kernels/core/macros.h"

namespace imcbench {

// Rounded once: a * b + c.
IMC_HD float fma_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

// To the nearest integer, ties to even.
IMC_HD float round_even(float x) { return __builtin_rintf(x); }

IMC_HD float sqrt_rn(float x) { return __builtin_sqrtf(x); }

IMC_HD float abs_f(float x) { return __builtin_fabsf(x); }

// Comparisons spelled as selections: they become one min/max instruction on every target.
// A NaN in `x` gives `lo` (max) or `hi` (min): the second operand.
IMC_HD float max_f(float x, float lo) { return x > lo ? x : lo; }
IMC_HD float min_f(float x, float hi) { return x < hi ? x : hi; }
IMC_HD float clamp_f(float x, float lo, float hi) { return min_f(max_f(x, lo), hi); }

IMC_HD std::uint32_t bits_of(float x) { return __builtin_bit_cast(std::uint32_t, x); }
IMC_HD float float_of(std::uint32_t b) { return __builtin_bit_cast(float, b); }

// Natural logarithm of a positive, normal float. Relative error below 2.4e-7 (and absolute error
// below 6e-8 near 1). Zero, subnormal, negative, infinite and NaN arguments are outside its domain.
IMC_HD float log_pos(float x) {
  // x = 2^e * (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)).
  const std::uint32_t shifted = bits_of(x) + (0x3f800000u - 0x3f3504f3u);
  const float e = static_cast<float>(static_cast<std::int32_t>(shifted >> 23) - 127);
  const float f = float_of((shifted & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  float p = -7.634480298e-02f;
  p = fma_rn(p, f, 1.276157796e-01f);
  p = fma_rn(p, f, -1.316018850e-01f);
  p = fma_rn(p, f, 1.420175880e-01f);
  p = fma_rn(p, f, -1.662335694e-01f);
  p = fma_rn(p, f, 2.000122666e-01f);
  p = fma_rn(p, f, -2.500081956e-01f);
  p = fma_rn(p, f, 3.333333135e-01f);
  const float f2 = f * f;
  const float tail = fma_rn(p * f, f2, -0.5f * f2);
  // ln 2 in two parts: the high one has 12 trailing zero bits, so e * high is exact.
  return fma_rn(e, 0.693145751953125f, f + fma_rn(e, 1.428606820e-06f, tail));
}

// e^x for |x| <= 87. Relative error below 1.5e-7. Larger arguments are clamped to that range.
IMC_HD float exp_f(float x) {
  const float clamped = clamp_f(x, -87.0f, 87.0f);
  const float n = round_even(clamped * 1.442695041f);
  const float r = fma_rn(n, -1.428606820e-06f, fma_rn(n, -0.693145751953125f, clamped));
  float p = 1.394606312e-03f;
  p = fma_rn(1.991834142e-04f, r, p);
  p = fma_rn(p, r, 8.333264850e-03f);
  p = fma_rn(p, r, 4.166626930e-02f);
  p = fma_rn(p, r, 1.666666716e-01f);
  p = fma_rn(p, r, 0.5f);
  const float y = 1.0f + fma_rn(p * r, r, r);
  const std::uint32_t scale = static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23;
  return y * float_of(scale);
}

// (1 - e) / (1 + e) with e = exp(-2 |x|), and the sign of x. Absolute error below 2e-7.
IMC_HD float tanh_f(float x) {
  const float e = exp_f(-2.0f * abs_f(x));
  const float magnitude = (1.0f - e) / (1.0f + e);
  return x < 0.0f ? -magnitude : magnitude;
}

// 1 / (1 + exp(-x)). Relative error below 3e-7 for |x| <= 87; constant beyond.
IMC_HD float sigmoid_f(float x) { return 1.0f / (1.0f + exp_f(-x)); }

}  // namespace imcbench
