// SPDX-License-Identifier: Apache-2.0
#include "tests/nonidealities/table_kernels.h"

namespace imcbench {

IMC_DECLARE_ISA_TABLE(TableKernels, kTableKernels)

const TableKernels& table_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kTableKernels); }

}  // namespace imcbench
