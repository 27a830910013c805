// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/draws.h"
#include "kernels/core/philox_group.h"

namespace imcbench::IMC_ISA {

namespace {

struct NormalMap {
  IMC_HD float operator()(std::uint32_t word) const { return normal_of(word); }
};

struct UniformMap {
  IMC_HD float operator()(std::uint32_t word) const { return uniform_of(word); }
};

void fill_normals(const DrawAddress& a, std::uint32_t first, std::uint32_t count, float* out) {
  fill_draws(a, first, count, NormalMap{}, out);
}

void fill_uniforms(const DrawAddress& a, std::uint32_t first, std::uint32_t count, float* out) {
  fill_draws(a, first, count, UniformMap{}, out);
}

}  // namespace

extern const DrawKernels kDrawKernels;
const DrawKernels kDrawKernels{fill_normals, fill_uniforms};

}  // namespace imcbench::IMC_ISA
