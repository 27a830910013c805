// SPDX-License-Identifier: Apache-2.0
// Device tables compiled once per instruction set, for the tests.
#pragma once

#include <cstdint>

#include "kernels/core/isa.h"
#include "kernels/nonidealities/table_drift.h"
#include "kernels/nonidealities/table_programming_noise.h"
#include "kernels/nonidealities/table_read_noise.h"
#include "kernels/nonidealities/table_relaxation.h"

namespace imcbench {

// Each over `count` devices, in place; `read` over pairs of them.
struct TableKernels {
  void (*slice)(const TableSlice& f, const float* x, std::uint32_t count, float* mean,
                float* sigma);
  void (*program)(const TableProgrammingNoise& f, const float* xi, std::uint32_t count, Cell* c);
  void (*relax)(const TableRelaxation& f, const float* xi, std::uint32_t count, Cell* c);
  void (*drift)(const TableDrift& f, const float* xi, std::uint32_t count, Cell* c);
  void (*read)(const TableReadNoise& f, const DevicePair* pairs, std::uint32_t count, float* panel);
};

const TableKernels& table_kernels(Isa isa);

}  // namespace imcbench
