// SPDX-License-Identifier: Apache-2.0
// Picks the table of CPU kernels for an instruction set: one line per table of this folder.
#include "kernels/core/draws.h"
#include "kernels/core/gemm.h"

namespace imcbench {

IMC_DECLARE_ISA_TABLE(DrawKernels, kDrawKernels)
IMC_DECLARE_ISA_TABLE(GemmKernels, kGemmKernels)

const DrawKernels& draw_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kDrawKernels); }
const GemmKernels& gemm_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kGemmKernels); }

}  // namespace imcbench
