// SPDX-License-Identifier: Apache-2.0
// Picks the table of CPU kernels for an instruction set.
#include "kernels/layers/digital_kernels.h"

namespace imcbench {

IMC_DECLARE_ISA_TABLE(DigitalKernels, kDigitalKernels)

const DigitalKernels& digital_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kDigitalKernels); }

}  // namespace imcbench
