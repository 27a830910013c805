// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/philox_group.h"
#include "tests/core/word_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

constexpr std::uint32_t kLanes = 16;

void group_words(const DrawAddress& a, std::uint32_t first_block, std::uint32_t* words) {
  draw_group_words(a, first_block, words);
}

void normals(std::uint32_t first_word, std::uint32_t count, float* IMC_RESTRICT z) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) z[i] = normal_of(first_word + i);
}

void uniforms(std::uint32_t first_word, std::uint32_t count, float* IMC_RESTRICT u) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) u[i] = uniform_of(first_word + i);
}

double normal_error(const NormalTaylor& t, std::uint32_t first, std::uint32_t count,
                    const float* IMC_RESTRICT z) {
  double worst[kLanes] = {};
  const double start = static_cast<double>(first) - t.centre;
  for (std::uint32_t i = 0; i < count; i += kLanes) {
    for (std::uint32_t l = 0; l < kLanes; ++l) {
      const double d = start + static_cast<double>(static_cast<std::int32_t>(i + l));
      const double exact = t.c[0] + d * (t.c[1] + d * (t.c[2] + d * t.c[3]));
      const double size = __builtin_fabs(exact);
      const double error = __builtin_fabs(static_cast<double>(z[i + l]) - exact);
      const double scaled = error / (size > 1.0 ? size : 1.0);
      worst[l] = scaled > worst[l] ? scaled : worst[l];
    }
  }
  double largest = 0.0;
  for (const double w : worst) largest = w > largest ? w : largest;
  return largest;
}

float largest_fall(const float* IMC_RESTRICT z, std::uint32_t count) {
  float worst[kLanes] = {};
  std::uint32_t i = 0;
  for (; i + kLanes < count; i += kLanes) {
    for (std::uint32_t l = 0; l < kLanes; ++l) {
      const float fall = z[i + l] - z[i + l + 1];
      worst[l] = fall > worst[l] ? fall : worst[l];
    }
  }
  float largest = 0.0f;
  for (; i + 1 < count; ++i) largest = z[i] - z[i + 1] > largest ? z[i] - z[i + 1] : largest;
  for (const float w : worst) largest = w > largest ? w : largest;
  return largest;
}

bool mirrored(const float* IMC_RESTRICT z, const float* IMC_RESTRICT mirror, std::uint32_t count) {
  std::uint32_t different = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    different |= bits_of(z[count - 1 - i]) ^ bits_of(mirror[i]) ^ 0x80000000u;
  }
  return different == 0;
}

void logs(const float* IMC_RESTRICT x, std::uint32_t count, float* IMC_RESTRICT y) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) y[i] = log_pos(x[i]);
}

void exps(const float* IMC_RESTRICT x, std::uint32_t count, float* IMC_RESTRICT y) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) y[i] = exp_f(x[i]);
}

void tanhs(const float* IMC_RESTRICT x, std::uint32_t count, float* IMC_RESTRICT y) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) y[i] = tanh_f(x[i]);
}

void sigmoids(const float* IMC_RESTRICT x, std::uint32_t count, float* IMC_RESTRICT y) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) y[i] = sigmoid_f(x[i]);
}

}  // namespace

extern const WordKernels kWordKernels;
const WordKernels kWordKernels{group_words,  normals,  uniforms, normal_error,
                               largest_fall, mirrored, logs,     exps,     tanhs, sigmoids};

}  // namespace imcbench::IMC_ISA
