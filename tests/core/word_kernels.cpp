// SPDX-License-Identifier: Apache-2.0
#include "tests/core/word_kernels.h"

namespace imcbench {

IMC_DECLARE_ISA_TABLE(WordKernels, kWordKernels)

const WordKernels& word_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kWordKernels); }

}  // namespace imcbench
