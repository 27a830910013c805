// SPDX-License-Identifier: Apache-2.0
// The header-only maps of kernels/core, compiled once per instruction set for the tests, so that
// all versions are compared and sweeps over all words take seconds.
#pragma once

#include <cstdint>

#include "kernels/core/isa.h"
#include "kernels/core/random.h"

namespace imcbench {

// The inverse normal CDF around word `centre` + 1/2: value and derivatives / n! by the word.
struct NormalTaylor {
  double centre, c[4];
};

struct WordKernels {
  // The 64 words of a draw group, as fill_draws sees them.
  void (*group_words)(const DrawAddress& a, std::uint32_t first_block, std::uint32_t* words);
  void (*normals)(std::uint32_t first_word, std::uint32_t count, float* z);
  void (*uniforms)(std::uint32_t first_word, std::uint32_t count, float* u);
  // Largest |z - reference| / max(1, |reference|) over `count` (a multiple of 16) words from
  // `first`, z being their normals.
  double (*normal_error)(const NormalTaylor& t, std::uint32_t first, std::uint32_t count,
                         const float* z);
  // Largest z[i] - z[i + 1], 0 if none falls, i + 1 < count.
  float (*largest_fall)(const float* z, std::uint32_t count);
  // Whether mirror[i] is -z[count - 1 - i] for all i.
  bool (*mirrored)(const float* z, const float* mirror, std::uint32_t count);
  void (*logs)(const float* x, std::uint32_t count, float* y);
  void (*exps)(const float* x, std::uint32_t count, float* y);
  void (*tanhs)(const float* x, std::uint32_t count, float* y);
  void (*sigmoids)(const float* x, std::uint32_t count, float* y);
};

const WordKernels& word_kernels(Isa isa = active_isa());

}  // namespace imcbench
