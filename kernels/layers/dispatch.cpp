// SPDX-License-Identifier: Apache-2.0
// Picks the tables of CPU kernels for an instruction set.
#include "kernels/layers/batch_norm.h"
#include "kernels/layers/digital_kernels.h"
#include "kernels/layers/recurrent_kernels.h"
#include "kernels/layers/score_kernels.h"

namespace imcbench {

IMC_DECLARE_ISA_TABLE(BatchNormKernels, kBatchNormKernels)
IMC_DECLARE_ISA_TABLE(DigitalKernels, kDigitalKernels)
IMC_DECLARE_ISA_TABLE(RecurrentKernels, kRecurrentKernels)
IMC_DECLARE_ISA_TABLE(ScoreKernels, kScoreKernels)

const DigitalKernels& digital_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kDigitalKernels); }

const BatchNormKernels& batch_norm_kernels(Isa isa) {
  return IMC_SELECT_ISA(isa, kBatchNormKernels);
}

const RecurrentKernels& recurrent_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kRecurrentKernels); }

const ScoreKernels& score_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kScoreKernels); }

}  // namespace imcbench
