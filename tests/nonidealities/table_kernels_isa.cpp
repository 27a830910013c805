// SPDX-License-Identifier: Apache-2.0
#include "tests/nonidealities/table_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

void slice(const TableSlice& f, const float* IMC_RESTRICT x, std::uint32_t count,
           float* IMC_RESTRICT mean, float* IMC_RESTRICT sigma) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) {
    const TableValue value = f(x[i]);
    mean[i] = value.mean;
    sigma[i] = value.sigma;
  }
}

template <class F>
void apply(const F& f, const float* IMC_RESTRICT xi, std::uint32_t count, Cell* IMC_RESTRICT c) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) f(c[i], xi[i]);
}

void read(const TableReadNoise& f, const DevicePair* IMC_RESTRICT pairs, std::uint32_t count,
          float* IMC_RESTRICT panel) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) panel[i] = f.panel(0, pairs[i]);
}

}  // namespace

extern const TableKernels kTableKernels;
const TableKernels kTableKernels{slice, apply<TableProgrammingNoise>, apply<TableRelaxation>,
                                 apply<TableDrift>, read};

}  // namespace imcbench::IMC_ISA
